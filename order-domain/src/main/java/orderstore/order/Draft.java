package orderstore.order;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import orderstore.order.model.StatusModel;
import org.jspecify.annotations.Nullable;

/**
 * Changes of one order that are decided one on the other before the log has taken the first of them. The log takes
 * all of them or none, and records all at the same time.
 *
 * <p>That time is not known yet. What depends on it must wait until it is: see {@link #mustWait}.
 */
public final class Draft {

    /** When a change of a draft is recorded: after all that the order has. */
    static final Instant NOT_YET = Instant.MAX;

    private final Order stored;
    private final List<OrderEvent> events = new ArrayList<>();
    private Order order;
    private boolean untold;
    private @Nullable OrderSummary summary;

    /** Begins with what the log has of the order. */
    public Draft(Order stored) {
        this.stored = stored;
        this.order = stored;
    }

    /**
     * Whether a claim can be decided only when the changes before it are recorded: because it repeats one of them,
     * or because its time is to be compared with theirs, which is not known.
     */
    public boolean mustWait(Claim claim, Instant now) {
        if (events.isEmpty()) {
            return false;
        }
        return repeats(claim) || (claim.occurredAt() == null ? isBeforeCurrent(claim, now) : untold);
    }

    private boolean repeats(Claim claim) {
        for (OrderEvent event : events) {
            if (event.claim().changeId().equals(claim.changeId())) {
                return true;
            }
        }
        return false;
    }

    private boolean isBeforeCurrent(Claim claim, Instant now) {
        Instant current = Objects.requireNonNull(order.current()).occurredAt();
        return claim.kind() == Kind.REPORT && !current.equals(NOT_YET) && current.isAfter(now);
    }

    /** Decides on the order as it will be after the changes before; what is accepted becomes the next of them. */
    public Decision decide(RecordChange command, StatusModel model) {
        Decision decision = order.decide(command, model);
        if (decision instanceof Decision.Accepted accepted) {
            OrderEvent event = accepted.event();
            summary = OrderSummary.after(order, event);
            order = order.evolve(new Change(accepted.version(), event, NOT_YET));
            events.add(event);
            untold |= event.claim().occurredAt() == null;
        }
        return decision;
    }

    /** What the log has of the order. */
    public Order stored() {
        return stored;
    }

    /** What was accepted; the first becomes the version after the stored one. */
    public List<OrderEvent> events() {
        return events;
    }

    /** The order after the last of them; null if there is none. */
    public @Nullable OrderSummary summary() {
        return summary;
    }

    /** The order when the log has recorded all of them. */
    public Order recorded(Instant recordedAt) {
        Order recorded = stored;
        for (OrderEvent event : events) {
            recorded = recorded.evolve(new Change(recorded.version() + 1, event, recordedAt));
        }
        return recorded;
    }
}
