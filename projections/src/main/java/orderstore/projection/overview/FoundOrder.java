package orderstore.projection.overview;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order as the overview has it.
 *
 * @param source who told the change that made the status; null: nobody was named
 * @param changedAt when that change happened
 * @param openedAt when the earliest of its changes happened
 * @param conflicting whether a report contradicts the status that somebody decided
 * @param held whether retention must leave it alone
 * @param position of its last change
 */
public record FoundOrder(
        String orderId,
        String status,
        @Nullable String source,
        Instant changedAt,
        Instant openedAt,
        boolean conflicting,
        boolean held,
        int version,
        long position) {

    public OverviewKey key() {
        return new OverviewKey(changedAt, orderId);
    }
}
