package orderstore.eventlog.verification;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A stream of an application whose state is the status that the last event tells. */
final class LastStatus {

    private static final String STATUS = "\"status\":\"";

    private String last = "";

    static StateCheck check() {
        var status = new LastStatus();
        return new StateCheck(status::add, status::flaw);
    }

    private static String status(String json) {
        int begin = json.indexOf(STATUS) + STATUS.length();
        return json.substring(begin, json.indexOf('"', begin));
    }

    private void add(int version, Instant recordedAt, String type, String payload) {
        last = payload;
    }

    private @Nullable String flaw(String state) {
        return status(state).equals(status(last)) ? null : "The head says " + status(state) + ".";
    }
}
