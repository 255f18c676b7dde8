package orderstore.order.wire;

import java.time.Instant;
import java.util.Objects;
import orderstore.order.Change;
import orderstore.order.Order;
import orderstore.order.OrderSummary;
import org.jspecify.annotations.Nullable;

/** An order told again by its written changes, to be held against what is kept beside them. */
public final class RetoldOrder {

    private Order order = Order.NONE;
    private @Nullable Change last;
    private @Nullable String unreadable;

    /**
     * Its next change. What cannot be read is told by {@link #flaw}.
     *
     * @param type the wire name with its version
     * @param payload canonical JSON
     */
    public void add(int version, Instant recordedAt, String type, String payload) {
        if (unreadable != null) {
            return;
        }
        try {
            last = new Change(version, OrderEventJson.read(type, payload), recordedAt);
            order = order.evolve(last);
        } catch (RuntimeException e) { // Whatever may be wrong with a text that this product has not written.
            unreadable = "Version " + version + " is not a change that can be read.";
        }
    }

    /**
     * What is wrong with a summary that was kept after the last of at least one change; null if nothing is.
     *
     * @param summary as {@link OrderSummaryJson} writes it
     */
    public @Nullable String flaw(String summary) {
        if (unreadable != null) {
            return unreadable;
        }
        OrderSummary kept;
        try {
            kept = OrderSummaryJson.read(summary);
        } catch (RuntimeException e) { // Likewise.
            return "The head's state cannot be read.";
        }
        if (!kept.status().equals(order.status())) {
            return "The head's status is %s, but the changes give %s.".formatted(kept.status(), order.status());
        }
        return kept.isOf(order, Objects.requireNonNull(last))
                ? null
                : "The head's state has not the times, the conflict or the corrections that the changes give.";
    }
}
