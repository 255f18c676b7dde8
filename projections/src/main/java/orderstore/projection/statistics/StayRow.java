package orderstore.projection.statistics;

import java.time.Instant;
import java.time.LocalDate;
import orderstore.order.Timeline.Stay;
import org.jspecify.annotations.Nullable;

/**
 * A stay of an order, as it is stored.
 *
 * @param ordinal counts the order's stays from 1
 * @param version of the order; null if it has left
 * @param openedIn the month in which the order was opened, by its first day
 */
record StayRow(
        String orderId,
        int ordinal,
        String status,
        Instant enteredAt,
        Instant changedAt,
        @Nullable Instant leftAt,
        @Nullable Integer version,
        LocalDate openedIn) {

    static StayRow of(String orderId, int ordinal, Stay stay, int orderVersion, LocalDate orderOpenedIn) {
        Instant left = stay.leftAt();
        return new StayRow(
                orderId,
                ordinal,
                stay.status().name(),
                stay.enteredAt(),
                stay.changedAt(),
                left,
                left == null ? orderVersion : null,
                orderOpenedIn);
    }
}
