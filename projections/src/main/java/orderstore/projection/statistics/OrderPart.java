package orderstore.projection.statistics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import orderstore.order.Change;
import orderstore.order.Effect;
import orderstore.order.Kind;
import orderstore.order.Timeline;
import org.jspecify.annotations.Nullable;

/** Successive changes of one order. */
final class OrderPart {

    private final String orderId;
    private final int before;
    private final Timeline line = new Timeline();
    private final List<Change> changes = new ArrayList<>();
    private int version;
    private @Nullable Instant earliest;
    private boolean reachesBack;

    /** @param before the version of the order that the first of them follows on; 0: the order is new */
    OrderPart(String orderId, int before) {
        this.orderId = orderId;
        this.before = before;
        this.version = before;
    }

    /**
     * Takes in the next change.
     *
     * @param follows the version that it follows on
     * @throws IllegalStateException if it is not the next, or if it begins an order and makes no status
     */
    void add(Change change, int follows) {
        Effect effect = change.event().effect();
        if (follows != version) {
            throw new IllegalStateException("Order %s has version %d, and the next change, version %d, follows on %d."
                    .formatted(orderId, version, change.version(), follows));
        }
        if (version == 0 && effect != Effect.APPLIED) {
            throw new IllegalStateException("The first change of order " + orderId + " makes no status.");
        }
        if (effect != Effect.CONFLICTING) {
            Instant at = change.occurredAt();
            earliest = earliest == null || at.isBefore(earliest) ? at : earliest;
        }
        reachesBack |= change.event().claim().kind() == Kind.CORRECTION || isBeforeThis(effect);
        line.add(change);
        changes.add(change);
        version = change.version();
    }

    private boolean isBeforeThis(Effect effect) {
        return effect == Effect.SUPERSEDED && line.isEmpty();
    }

    /** Whether all that it tells is later than what the order's last stay tells; else its whole history is needed. */
    boolean followsOn(PresentStay stay) {
        return !reachesBack && (earliest == null || !earliest.isBefore(stay.changedAt()));
    }

    String orderId() {
        return orderId;
    }

    /** The version that the first change follows on. */
    int before() {
        return before;
    }

    /** The version of the last change. */
    int version() {
        return version;
    }

    /** These changes, at least one. */
    List<Change> changes() {
        return changes;
    }

    /** What these changes tell by themselves. */
    Timeline line() {
        return line;
    }
}
