package orderstore.order;

import java.time.Instant;
import orderstore.order.model.Status;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an order beside its last change, to answer for it without its history.
 *
 * <p>It is written before the log has said when the last change was recorded. A time that depends on that
 * is left out here and put in by {@link #openedAt(Change)} and {@link #changedAt(Change)}.
 *
 * @param opened the earliest time told for one of its changes; null if none was
 * @param changed when the change that made the status happened; null: when the last change was recorded
 * @param corrections how many of its changes are corrections
 */
public record OrderSummary(
        Status status, @Nullable Instant opened, @Nullable Instant changed, boolean conflicting, int corrections) {

    /** The summary of an order after an event that is about to be recorded. */
    public static OrderSummary after(Order before, OrderEvent event) {
        Claim claim = event.claim();
        Change current = before.current();
        Instant opened = earlier(known(before.openedAt()), claim.occurredAt());
        int corrections = before.corrections() + (claim.kind() == Kind.CORRECTION ? 1 : 0);
        if (event.effect() == Effect.APPLIED || current == null) {
            return new OrderSummary(claim.status(), opened, claim.occurredAt(), false, corrections);
        }
        boolean conflicting = before.conflicting() || event.effect() == Effect.CONFLICTING;
        Status status = current.event().claim().status();
        return new OrderSummary(status, opened, known(current.occurredAt()), conflicting, corrections);
    }

    /** When the first of its changes happened. */
    public Instant openedAt(Change last) {
        return opened != null && opened.isBefore(last.occurredAt()) ? opened : last.occurredAt();
    }

    /** When the change that made its status happened. */
    public Instant changedAt(Change last) {
        return changed != null ? changed : last.recordedAt();
    }

    /** Whether it says of an order what all its changes say, of which this is the last. */
    public boolean isOf(Order order, Change last) {
        Change current = order.current();
        return current != null
                && status.equals(current.event().claim().status())
                && openedAt(last).equals(order.openedAt())
                && changedAt(last).equals(current.occurredAt())
                && conflicting == order.conflicting()
                && corrections == order.corrections();
    }

    /** Changes of one draft are recorded at the same time, which is the last one's. */
    private static @Nullable Instant known(@Nullable Instant time) {
        return Draft.NOT_YET.equals(time) ? null : time;
    }

    private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isBefore(b) ? a : b;
    }
}
