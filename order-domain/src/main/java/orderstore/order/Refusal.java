package orderstore.order;

import java.util.Collection;
import orderstore.order.model.Status;
import org.jspecify.annotations.Nullable;

/** Why a change was not recorded. */
public sealed interface Refusal {

    /** The order is at another version than expected; 0: there is no such order. */
    record VersionMismatch(int currentVersion) implements Refusal {}

    /** The status model does not have this status. */
    record UnknownStatus(Status requested, Collection<Status> known) implements Refusal {}

    /** The status model does not allow a command this change; {@code current} is null for a new order. */
    record TransitionRefused(@Nullable Status current, Status requested, Collection<Status> allowedNext)
            implements Refusal {}

    /** The order has no such change to correct. */
    record UnknownChange(ChangeId corrects) implements Refusal {}

    /** The order has as many changes as an order may have. */
    record OrderFull(int limit) implements Refusal {}
}
