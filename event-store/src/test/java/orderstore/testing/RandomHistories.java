package orderstore.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A log in which many orders have events of chance, some of them for months, and to which more are appended. */
public final class RandomHistories {

    public static final int ORDERS = 60;
    private static final int EVENTS = 200;

    private final TestDatabase database;
    private final Instant start;
    private final Duration length;
    private final List<String> statuses;

    public RandomHistories(TestDatabase database, Instant start, Duration length, List<String> statuses) {
        this.database = database;
        this.start = start;
        this.length = length;
        this.statuses = statuses;
    }

    /** Writes the events in the order of time. */
    public void write(SplittableRandom random) {
        var times = new TreeMap<Instant, String>();
        for (int i = 0; i < EVENTS; i++) {
            times.put(start.plusSeconds(random.nextLong(length.toSeconds())), "o-" + random.nextInt(ORDERS));
        }
        var log = new AgedLog(database);
        Map<String, Integer> changes = new HashMap<>();
        times.forEach((time, order) -> log.add(
                order,
                time,
                "c-" + changes.merge(order, 1, Integer::sum),
                statuses.get(random.nextInt(statuses.size()))));
    }

    /** Appends the next event of an order now, as the product does. */
    public void append(String order) {
        database.rows("""
                select event_position
                from append_events(
                  array['%1$s'],
                  array[coalesce((select version from order_head where order_id = '%1$s'), 0) + 1],
                  array['order.status-changed.v1'],
                  array['{"status":"SHIPPED"}'],
                  array['{}'],
                  array['{"status":"SHIPPED"}'])
                """.formatted(order));
    }
}
