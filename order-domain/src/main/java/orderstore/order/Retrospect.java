package orderstore.order;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import orderstore.order.Timeline.Entry;
import orderstore.order.model.Status;
import org.jspecify.annotations.Nullable;

/**
 * An order as some of its changes tell it: what it was thought to be when they were all that was known, and what it was
 * at a time. No clock, I/O or framework. Not for concurrent use.
 */
public final class Retrospect {

    private final Timeline line = new Timeline();
    /** When a change was first contradicted by a report that conflicts with it, by the change's version. */
    private final Map<Integer, Instant> contradicted = new HashMap<>();

    private Order order = Order.NONE;

    /**
     * An order as it was.
     *
     * @param version of the change that tells it: the last that was known, or the one that made the status
     * @param openedAt the earliest time at which one of the known changes happened
     * @param changedAt since when it had the status
     * @param conflicting whether a report contradicted the status that somebody had decided
     */
    public record Past(int version, Status status, Instant openedAt, Instant changedAt, boolean conflicting) {}

    /** Takes in the order's next change. */
    public void add(Change change) {
        if (change.event().effect() == Effect.CONFLICTING) {
            int decided = Objects.requireNonNull(order.current()).version();
            contradicted.merge(decided, change.occurredAt(), (a, b) -> a.isBefore(b) ? a : b);
        }
        order = order.evolve(change);
        line.add(change);
    }

    /** What was thought when no more than these changes was known; null if there are none. */
    public @Nullable Past known() {
        Change current = order.current();
        return current == null
                ? null
                : new Past(
                        order.version(),
                        current.event().claim().status(),
                        openedAt(),
                        current.occurredAt(),
                        order.conflicting());
    }

    /** What it was at a time; null if it was nothing yet. */
    public @Nullable Past at(Instant time) {
        Entry entry = line.at(time);
        if (entry == null) {
            return null;
        }
        Instant since = contradicted.get(entry.version());
        boolean conflicting = since != null && !since.isAfter(time);
        return new Past(entry.version(), entry.status(), openedAt(), entry.at(), conflicting);
    }

    private Instant openedAt() {
        return Objects.requireNonNull(order.openedAt());
    }
}
