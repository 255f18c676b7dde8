package orderstore.projection.statistics;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the stay in which an order was.
 *
 * @param leftAt null: it is still there
 * @param version of the order; null if it has left
 */
record MovedStay(
        PresentStay stay,
        Instant changedAt,
        @Nullable Instant leftAt,
        @Nullable Integer version) {}
