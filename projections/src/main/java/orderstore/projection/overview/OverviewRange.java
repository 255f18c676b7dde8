package orderstore.projection.overview;

import java.time.Instant;

/**
 * Of a group of orders, those whose status was made in a time.
 *
 * @param from included; {@link #FIRST}: since ever
 * @param to excluded; {@link #LAST}: for ever
 */
record OverviewRange(OverviewGroup group, Instant from, Instant to) {

    static final Instant FIRST = Instant.MIN;
    static final Instant LAST = Instant.MAX;

    /** Whether it is less than all times. */
    boolean isBounded() {
        return !from.equals(FIRST) || !to.equals(LAST);
    }
}
