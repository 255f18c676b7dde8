package orderstore.projection;

import java.time.Instant;
import orderstore.order.Change;
import orderstore.order.wire.OrderEventJson;

/**
 * A change as the log has it. What happened is read from its text only when it is asked for.
 *
 * @param position its place in the one total order of the log
 * @param version counts the order's changes from 1
 * @param follows the version of the change that a read model has before this one, 0 if none: one less than
 *     {@code version}, unless operators skipped what lies between
 * @param type the wire name with its version, such as {@code order.status-changed.v1}
 * @param payload canonical JSON
 */
public record LoggedChange(
        long position, Instant recordedAt, String orderId, int version, int follows, String type, String payload) {

    /** A change that follows on the one before it. */
    public LoggedChange(long position, Instant recordedAt, String orderId, int version, String type, String payload) {
        this(position, recordedAt, orderId, version, version - 1, type, payload);
    }

    /** The same change behind an earlier one, where those in between are skipped. */
    public LoggedChange after(int earlier) {
        return new LoggedChange(position, recordedAt, orderId, version, earlier, type, payload);
    }

    /**
     * What happened. Reads the text anew each time.
     *
     * @throws IllegalArgumentException if this code does not know the type
     */
    public Change change() {
        return new Change(version, OrderEventJson.read(type, payload), recordedAt);
    }
}
