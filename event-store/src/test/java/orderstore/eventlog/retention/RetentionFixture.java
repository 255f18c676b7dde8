package orderstore.eventlog.retention;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import orderstore.testing.AgedLog;
import orderstore.testing.TestDatabase;

/** A log that is some years old, and retention over it. */
final class RetentionFixture implements AutoCloseable {

    static final RetentionRule RULE = new RetentionRule(Duration.ofDays(400), null, List.of("CLOSED", "DELIVERED"));

    final TestDatabase database = TestDatabase.migrated();
    final HikariDataSource application = database.application(10);
    final HikariDataSource retention = database.retention(4);
    final AgedLog aged = new AgedLog(database);
    final RetentionPlans plans = new RetentionPlans(retention);
    final Purge purge = new Purge(retention, Derivations.NONE);
    final RetentionReceipts receipts = new RetentionReceipts(application);
    final Instant start = Instant.now()
            .atOffset(ZoneOffset.UTC)
            .minusMonths(30)
            .withDayOfMonth(1)
            .toInstant();

    /** So many days after the log began, which is 30 months ago. */
    Instant day(int days) {
        return start.plus(Duration.ofDays(days));
    }

    /** An order with these statuses, one a day. */
    void order(String order, int day, String... statuses) {
        for (int i = 0; i < statuses.length; i++) {
            aged.add(order, day(day + i), "c-" + (i + 1), statuses[i]);
        }
    }

    /** The partition in which the orders of a day are. */
    String partition(int day) {
        return query("select 'order_event_' || to_char('%s'::timestamptz at time zone 'UTC', 'YYYY_MM')"
                        .formatted(day(day)))
                .getFirst();
    }

    RetentionReceipt executePlan() {
        return purge.execute(plans.make(RULE, "test").id(), "test", false);
    }

    /** Everything that the log has of orders, all columns. */
    List<String> events() {
        return query("select e::text from order_event e order by position");
    }

    List<String> heads() {
        return query("select h::text from order_head h order by order_id");
    }

    /** Appends a change as the product does; its position, or none if the log refuses it. */
    List<Long> append(String stream, int version) {
        return query("select event_position from append_events('{%s}', '{%d}', '{order.status-changed.v1}',"
                                .formatted(stream, version)
                        + " '{\"{}\"}', '{\"{}\"}', array['{\"status\":\"CONFIRMED\"}'])")
                .stream()
                .map(Long::valueOf)
                .toList();
    }

    /** All rows of a query, the columns as text joined by blanks. */
    List<String> query(String sql) {
        return database.rows(sql);
    }

    @Override
    public void close() {
        application.close();
        retention.close();
        database.close();
    }
}
