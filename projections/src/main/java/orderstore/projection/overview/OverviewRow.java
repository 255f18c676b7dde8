package orderstore.projection.overview;

import java.time.Instant;
import orderstore.order.Change;
import orderstore.order.Effect;
import orderstore.projection.LoggedChange;
import org.jspecify.annotations.Nullable;

/**
 * What a part of the log makes of an order's row. What is null stays as it is.
 *
 * @param before the version that the row must have for this to follow on it; 0: there is no row yet
 * @param status with {@code changedAt} and {@code source} of the change that made it
 * @param openedAt the earliest of this part; the row may have an earlier one
 */
record OverviewRow(
        String orderId,
        int before,
        @Nullable String status,
        @Nullable String source,
        @Nullable Instant changedAt,
        @Nullable Boolean conflicting,
        Instant openedAt,
        int version,
        long position) {

    /** The row after the first change of a part. */
    static OverviewRow of(LoggedChange logged) {
        Change change = logged.change();
        var nothing =
                new OverviewRow(logged.orderId(), logged.follows(), null, null, null, null, change.occurredAt(), 0, 0);
        return nothing.after(change, logged.position());
    }

    /** The row after one more change. */
    OverviewRow after(LoggedChange logged) {
        return after(logged.change(), logged.position());
    }

    private OverviewRow after(Change change, long place) {
        Instant opened = change.occurredAt().isBefore(openedAt) ? change.occurredAt() : openedAt;
        Effect effect = change.event().effect();
        if (effect == Effect.APPLIED) {
            var claim = change.event().claim();
            return new OverviewRow(
                    orderId,
                    before,
                    claim.status().name(),
                    claim.source(),
                    change.occurredAt(),
                    false,
                    opened,
                    change.version(),
                    place);
        }
        Boolean conflicts = effect == Effect.CONFLICTING ? Boolean.TRUE : conflicting;
        return new OverviewRow(orderId, before, status, source, changedAt, conflicts, opened, change.version(), place);
    }
}
