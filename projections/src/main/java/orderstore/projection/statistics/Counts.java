package orderstore.projection.statistics;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import orderstore.order.Change;

/** What is to be added to the counters. */
final class Counts {

    /** As many as a projection can have segments: one of them never waits for another's rows. */
    private static final int BUCKETS = 16;

    private final Map<HourKey, Long> changes = new TreeMap<>(Comparator.comparing(HourKey::hour)
            .thenComparing(HourKey::status)
            .thenComparingInt(HourKey::bucket)
            .thenComparing(HourKey::openedIn));
    private final Map<OrderKey, Long> orders = new TreeMap<>(Comparator.comparing(OrderKey::status)
            .thenComparingInt(OrderKey::bucket)
            .thenComparing(OrderKey::openedIn));

    /** Changes to a status that happened in an hour, of the orders of a bucket that were opened in a month. */
    record HourKey(Instant hour, String status, short bucket, LocalDate openedIn) {}

    /** Orders of a bucket in a status that were opened in a month. */
    record OrderKey(String status, short bucket, LocalDate openedIn) {}

    /** A change, whatever it did. */
    void change(String orderId, LocalDate openedIn, Change change) {
        Instant hour = change.occurredAt().truncatedTo(ChronoUnit.HOURS);
        var key = new HourKey(hour, change.event().claim().status().name(), bucket(orderId), openedIn);
        changes.merge(key, 1L, Long::sum);
    }

    /** An order more or less in a status. */
    void order(String orderId, LocalDate openedIn, String status, long more) {
        orders.merge(new OrderKey(status, bucket(orderId), openedIn), more, Long::sum);
    }

    private static short bucket(String orderId) {
        return (short) Math.floorMod(orderId.hashCode(), BUCKETS);
    }

    /** In the order of the keys: whoever writes the same rows meets them in the same order. */
    Map<HourKey, Long> changes() {
        return changes;
    }

    /** Likewise; 0 where it comes to the same. */
    Map<OrderKey, Long> orders() {
        return orders;
    }
}
