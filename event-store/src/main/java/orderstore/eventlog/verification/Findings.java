package orderstore.eventlog.verification;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found in a part of the log. */
final class Findings {

    /** So many broken streams are told; of more it is known only how many there are. */
    static final int TOLD = 100;

    long streams;
    long events;
    long brokenStreams;
    final List<Broken> broken = new ArrayList<>();

    /** By the streams that do not begin with version 1 here, what is wrong if they were opened in another month. */
    final Map<String, Broken> late = new LinkedHashMap<>();

    /** Of events through the position, and of streams that have one. */
    long streamsThrough;

    long eventsThrough;

    /** The last hashes of these streams, in the order of their names. */
    final ByteArrayOutputStream hashes = new ByteArrayOutputStream();

    /** Tells of a stream something else than what was told before. */
    void instead(Broken found) {
        broken.replaceAll(one -> one.stream().equals(found.stream()) ? found : one);
    }

    void broken(Broken found) {
        brokenStreams++;
        if (broken.size() < TOLD) {
            broken.add(found);
        }
    }
}
