package orderstore.api.order;

import java.time.Instant;
import orderstore.api.jazzer.Property;
import orderstore.api.json.JsonObject;
import orderstore.api.problem.Problem;
import orderstore.order.ChangeId;
import orderstore.order.Claim;
import orderstore.order.OrderEvent.StatusChanged;
import orderstore.order.wire.OrderEventJson;
import org.jspecify.annotations.Nullable;

/** The body of a change: it is refused with errors that can be sent, or what it says can be stored and read again. */
public final class ChangeTarget {

    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final String TYPE = "order.status-changed.v1";

    /** Beside its texts, which may each become six characters for one. */
    private static final int LONGEST = 4_000;

    private ChangeTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        JsonObject json = JsonObject.parse(input);
        Claim claim = ChangeRequest.read(json, new ChangeId("c-1"), NOW);
        Property.holds((claim == null) == !json.errors().isEmpty(), "a claim and errors, or neither");
        if (claim == null) {
            Property.isRefusal(Problem.invalidRequest(json.errors()));
        } else {
            isKept(claim, input.length);
        }
    }

    private static void isKept(Claim claim, int length) {
        var event = new StatusChanged(claim, null);
        String written = OrderEventJson.write(event);
        @Nullable
        Object read = claim.kind() == orderstore.order.Kind.CORRECTION ? event : OrderEventJson.read(TYPE, written);
        Property.holds(event.equals(read), written + " was read as " + read);
        Property.holds(written.length() <= 6 * length + LONGEST, length + " bytes became " + written.length());
        Property.holds(claim.differences(claim).isEmpty(), "a claim that differs from itself");
    }
}
