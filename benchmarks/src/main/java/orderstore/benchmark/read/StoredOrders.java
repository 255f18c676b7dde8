package orderstore.benchmark.read;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import orderstore.benchmark.Server;

/**
 * Fills a log quickly with what the product would have written, and knows how to query it by plain SQL: all that
 * benchmarks know of the log's tables.
 *
 * <p>Orders are numbered from 0, and an order's id begins with its number in 8 hexadecimal digits. All have five
 * changes, or every third has ten. Changes of an order lie thousands of positions apart, as they would come.
 */
public final class StoredOrders {

    /** How many changes an order has. */
    public enum Lives {
        FIVE(15, -1),
        FIVE_OR_TEN(20, 0);

        private final int ofThree;
        private final int longRemainder;

        Lives(int ofThree, int longRemainder) {
            this.ofThree = ofThree;
            this.longRemainder = longRemainder;
        }

        /** How many orders have so many events. */
        public int orders(int events) {
            return events / ofThree * 3;
        }

        /** So many events, rounded to whole orders. */
        public int whole(int events) {
            return events / ofThree * ofThree;
        }
    }

    static final String HEAD = """
            select e.*, h.state
            from order_head h
            join order_event e on e.order_id = h.order_id and e.opened_on = h.opened_on and e.version = h.version
            where h.order_id = ?
            """;

    static final String HISTORY = """
            select e.*
            from order_head h
            join order_event e on e.order_id = h.order_id and e.opened_on = h.opened_on
            where h.order_id = ?
            order by e.version
            """;

    private static final int ORDERS_AT_ONCE = 15_000;

    /** The product's hash over the one before it, along an order's changes. */
    private static final String CHAIN = """
            create aggregate order_event_chain(bigint, timestamptz, date, integer, text, text, text, text)
              (sfunc = order_event_hash, stype = bytea)
            """;

    private static final String STORE = """
            with setting as (
              select
                ?::bigint as first_position,
                ?::timestamptz as recorded_at,
                array['PLACED', 'CONFIRMED', 'PACKED', 'SHIPPED', 'DELIVERED'] as five,
                array['PLACED', 'PAYMENT_PENDING', 'CONFIRMED', 'PICKING', 'PACKED', 'SHIPPED', 'IN_TRANSIT',
                  'OUT_FOR_DELIVERY', 'DELIVERY_ATTEMPTED', 'DELIVERED'] as ten
            ),
            change as (
              select
                first_position - 1 + row_number() over (order by number + version * 3000, version) as position,
                recorded_at,
                (recorded_at at time zone 'UTC')::date as opened_on,
                version,
                lpad(to_hex(number), 8, '0') || '-0000-7000-8000-000000000000' as order_id,
                lpad(to_hex(number), 8, '0') || '-0000-7000-9000-' || lpad(to_hex(version), 12, '0') as change_id,
                statuses[version] as status,
                statuses[version - 1] as previous,
                version = cardinality(statuses) as is_last
              from setting
              cross join generate_series(?, ?) as number
              cross join lateral (select case when number % 3 = ? then ten else five end as statuses) as path
              cross join lateral generate_series(1, cardinality(statuses)) as version
            ),
            written as (
              select
                *,
                'order.status-changed.v1'::order_event_type as event_type,
                '{"changeId":"' || change_id || '","kind":"command","status":"' || status || '"'
                  || coalesce(',"previousStatus":"' || previous || '"', '')
                  || ',"occurredAt":"2026-03-01T09:00:00Z","source":"warehouse-7","reason":"left dock 4"'
                  || ',"attributes":{"trackingCode":"1Z999AA10123456784"}}' as payload,
                '{"actor":"operator","traceId":"' || md5(change_id) || '"}' as metadata,
                '{"status":"' || status || '","openedAt":"2026-03-01T09:00:00Z","changedAt":"2026-03-01T09:00:00Z"}'
                  as state
              from change
            ),
            event as materialized (
              select
                *,
                order_event_chain(
                    position, recorded_at, opened_on, version, order_id, event_type::text, payload, metadata)
                  over (partition by order_id order by version) as hash
              from written
            ),
            inserted as (
              insert into order_event
                (position, recorded_at, opened_on, version, order_id, event_type, payload, metadata, hash)
              select position, recorded_at, opened_on, version, order_id, event_type, payload, metadata, hash
              from event
              order by position
            )
            insert into order_head
              (recorded_at, opened_on, version, order_id, hash, state)
            select recorded_at, opened_on, version, order_id, hash, state
            from event
            where is_last
            order by position
            """;

    /** What of a filled order and of one that the product wrote is not the same, but for ids and names: 0. */
    private static final String DIFFERENCES = """
            with wanted as (
              select order_id, order_id like '%-0000-7000-8000-000000000000' as filled
              from order_head
              where version = 5
            ),
            one_each as (
              select min(order_id) as order_id
              from wanted
              group by filled
            ),
            plain as (
              select
                e.version, e.event_type,
                regexp_replace(e.payload, '"changeId":"[^"]*"', '') as payload,
                regexp_replace(e.metadata, '"actor":"[^"]*"|[0-9a-f]{32}', '', 'g') as metadata,
                h.state
              from one_each
              join order_head h using (order_id)
              join order_event e using (order_id, opened_on)
            )
            select (select count(*) from one_each where order_id is not null) * 5 - 10
              + count(*) - 5
            from (select distinct * from plain) as different
            """;

    /** As in a server that runs for long: what was filled and followed last has driven much of the log from memory. */
    private static final String INTO_MEMORY = """
            create extension if not exists pg_prewarm;
            select pg_prewarm(oid)
            from pg_class
            where relkind in ('r', 'i')
              and (relname like 'order_event%' or relname like 'order_head%');
            checkpoint
            """;

    private StoredOrders() {}

    /** How many orders have so many events. */
    static int orders(int events) {
        return Lives.FIVE_OR_TEN.orders(events);
    }

    /** Fills a log in which there is an order that the product has written, with five changes, to compare with. */
    static void fill(String url, int events) throws SQLException, InterruptedException, ExecutionException {
        fill(url, events, Lives.FIVE_OR_TEN);
    }

    /** The same with orders of another kind. */
    public static void fill(String url, int events, Lives lives)
            throws SQLException, InterruptedException, ExecutionException {
        long first = Server.number(url, "select coalesce(max(position), 0) + 1 from order_event");
        var recordedAt = new Timestamp(Server.number(url, "select extract(epoch from now())::bigint * 1000"));
        Server.execute(url, CHAIN);
        int orders = lives.orders(events);
        try (var threads = Executors.newFixedThreadPool(2)) {
            var parts = new ArrayList<Future<?>>();
            for (int from = 0; from < orders; from += ORDERS_AT_ONCE) {
                int begin = from;
                int end = Math.min(orders, from + ORDERS_AT_ONCE);
                long position = first + (long) from / 3 * lives.ofThree;
                parts.add(threads.submit(() -> {
                    store(url, begin, end, lives, position, recordedAt);
                    return null;
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        }
        Server.execute(url, "vacuum (analyze)");
        if (Server.number(url, DIFFERENCES) != 0) {
            throw new IllegalStateException("What fills the log is not what the product writes: see " + DIFFERENCES);
        }
    }

    /** Reads the log into shared buffers, as far as there is room. */
    static void warm(String url) throws SQLException {
        Server.execute(url, INTO_MEMORY);
    }

    private static void store(String url, int begin, int end, Lives lives, long position, Timestamp recordedAt)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement(STORE)) {
            statement.setLong(1, position);
            statement.setTimestamp(2, recordedAt);
            statement.setInt(3, begin);
            statement.setInt(4, end - 1);
            statement.setInt(5, lives.longRemainder);
            statement.executeUpdate();
        }
    }
}
