package orderstore.order;

import java.time.Instant;
import java.util.function.Consumer;

/**
 * Travels with an event on its way into the log, among its metadata, and is not stored with it.
 *
 * @param summary the order after the event
 * @param recorded to be told when the log has recorded the event; until then the order goes by an assumed time
 */
public record PendingChange(OrderSummary summary, Consumer<Instant> recorded) {

    /** Where it stands among the event's metadata. */
    public static final String KEY = "pending";
}
