package orderstore.order;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import orderstore.order.OrderEvent.ReportConflicted;
import orderstore.order.OrderEvent.ReportSuperseded;
import orderstore.order.OrderEvent.StatusChanged;
import orderstore.order.OrderEvent.StatusCorrected;
import orderstore.order.model.Status;
import orderstore.order.model.StatusModel;
import org.jspecify.annotations.Nullable;

/**
 * An order as its history tells it, and every decision about it. No clock, I/O or framework.
 *
 * @param version how many changes it has
 * @param current the change that made the status; null only for an order without a change
 * @param openedAt the earliest time at which one of its changes happened
 * @param recordedAt when the last of its changes was recorded
 * @param conflicting whether a report contradicts the status that somebody decided
 * @param corrections how many of its changes are corrections
 * @param history the ids of its changes
 */
public record Order(
        int version,
        @Nullable Change current,
        @Nullable Instant openedAt,
        Instant recordedAt,
        boolean conflicting,
        int corrections,
        @Nullable History history) {

    /** An order that has no change yet. */
    public static final Order NONE = new Order(0, null, null, Instant.MIN, false, 0, null);

    /** As many changes an order may have. */
    public static final int MAX_CHANGES = 10_000;

    /** Which change had which id, newest first: a list that shares its tail, since histories only ever grow. */
    record History(ChangeId changeId, int version, @Nullable History before) {}

    public @Nullable Status status() {
        return current == null ? null : current.event().claim().status();
    }

    /** About how many bytes of memory it takes: its own, those of each change's id, and the current change's texts. */
    long bytes() {
        return 1_000L
                + 200L * version
                + (current == null ? 0 : current.event().claim().characters() * 2L);
    }

    /** What becomes of a request; the same for the same order, request and model. */
    public Decision decide(RecordChange command, StatusModel model) {
        Claim claim = command.claim();
        int earlier = find(claim.changeId());
        if (earlier > 0) {
            return new Decision.Repeated(earlier);
        }
        Refusal refusal = refusal(command, model);
        return refusal != null
                ? new Decision.Refused(version, refusal)
                : new Decision.Accepted(version + 1, event(claim, command.now(), model));
    }

    private @Nullable Refusal refusal(RecordChange command, StatusModel model) {
        Claim claim = command.claim();
        if (!command.expectation().allows(version)) {
            return new Refusal.VersionMismatch(version);
        }
        if (model.definition(claim.status()) == null) {
            return new Refusal.UnknownStatus(claim.status(), model.statuses().keySet());
        }
        if (version >= MAX_CHANGES) {
            return new Refusal.OrderFull(MAX_CHANGES);
        }
        return switch (claim.kind()) {
            case REPORT -> null;
            case COMMAND -> against(claim.status(), model.next(status()));
            case CORRECTION -> missing(Objects.requireNonNull(claim.corrects()));
        };
    }

    private @Nullable Refusal against(Status requested, Set<Status> allowed) {
        return allowed.contains(requested) ? null : new Refusal.TransitionRefused(status(), requested, allowed);
    }

    private @Nullable Refusal missing(ChangeId corrects) {
        return find(corrects) == 0 ? new Refusal.UnknownChange(corrects) : null;
    }

    private OrderEvent event(Claim claim, Instant now, StatusModel model) {
        return switch (claim.kind()) {
            case COMMAND -> new StatusChanged(claim, status());
            case CORRECTION -> new StatusCorrected(claim, status());
            case REPORT -> reported(claim, now, model);
        };
    }

    private OrderEvent reported(Claim claim, Instant now, StatusModel model) {
        if (current == null) {
            return new StatusChanged(claim, null);
        }
        Instant occurredAt = claim.occurredAt() != null ? claim.occurredAt() : later(now, recordedAt);
        if (occurredAt.isBefore(current.occurredAt())) {
            return new ReportSuperseded(claim, status()); // It happened first; it was only told later.
        }
        if (current.event().claim().kind() != Kind.REPORT
                && model.isFinal(current.event().claim().status())) {
            return new ReportConflicted(claim, status());
        }
        return new StatusChanged(claim, status());
    }

    /** The order after its next change. */
    public Order evolve(Change change) {
        Instant opened = openedAt == null ? change.occurredAt() : earlier(openedAt, change.occurredAt());
        return switch (change.event()) { // No default: a new event does not compile until answered here.
            case StatusChanged applied -> grown(change, change, opened, false, corrections);
            case StatusCorrected applied -> grown(change, change, opened, false, corrections + 1);
            case ReportSuperseded late -> grown(change, current, opened, conflicting, corrections);
            case ReportConflicted odd -> grown(change, current, opened, true, corrections);
        };
    }

    private Order grown(Change last, @Nullable Change status, Instant opened, boolean conflicts, int correctionsNow) {
        var grown = new History(last.event().claim().changeId(), last.version(), history);
        return new Order(last.version(), status, opened, last.recordedAt(), conflicts, correctionsNow, grown);
    }

    /** The version of the change with this id, 0 if there is none. */
    private int find(ChangeId id) {
        for (History rest = history; rest != null; rest = rest.before()) {
            if (rest.changeId().equals(id)) {
                return rest.version();
            }
        }
        return 0;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
