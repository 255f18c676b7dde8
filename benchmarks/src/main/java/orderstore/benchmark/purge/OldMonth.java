package orderstore.benchmark.purge;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import orderstore.benchmark.Server;
import orderstore.benchmark.projection.Models;

/**
 * A database with a partition of orders that were opened long ago and are delivered, all but one of a hundred, and
 * with as many orders of this month; all of it is in the read models.
 */
final class OldMonth {

    static final LocalDate MONTH = LocalDate.of(2024, 3, 1);

    private static final int CHANGES_EACH = 5;

    /**
     * Five changes an order over five days. What is purged is not verified, so no chain of hashes is made. Positions
     * go with time, so that the changes of an order lie apart.
     */
    private static final String FILL = """
            with change as (
              select
                opened + (array[0, 6, 24, 50, 110])[version] * interval '1 hour' as recorded_at,
                (opened at time zone 'UTC')::date as opened_on,
                version,
                '%1$s' || overlay(overlay(md5(number::text) placing '-' from 9) placing '-' from 14) as order_id,
                case when version = 5 and number %% 100 = 0 then 'IN_TRANSIT'
                  else (array['PLACED', 'CONFIRMED', 'PACKED', 'SHIPPED', 'DELIVERED'])[version] end as status
              from (
                select number, timestamptz '%2$s' + number::float8 / %3$d * interval '%4$s' as opened
                from generate_series(1, %3$d) number
              ) opening
              cross join generate_series(1, 5) version
            ),
            numbered as (
              select *,
                (select coalesce(max(position), 0) from order_event) + row_number() over (order by recorded_at, order_id)
                  as position
              from change
            ),
            event as (
              insert into order_event
                (position, recorded_at, opened_on, version, order_id, event_type, payload, metadata, hash)
              select position, recorded_at, opened_on, version, order_id, 'order.status-changed.v1',
                '{"changeId":"' || md5(order_id || version) || '","kind":"command","status":"' || status
                  || '","occurredAt":"' || to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                  || '","source":"warehouse-7","reason":"left dock 4","attributes":{"trackingCode":"1Z999AA10123456784"}}',
                '{"actor":"operator","traceId":"' || md5(order_id) || '"}',
                sha256(convert_to(order_id || version, 'UTF8'))
              from numbered
              order by position
            )
            insert into order_head (recorded_at, opened_on, version, order_id, hash, state)
            select recorded_at, opened_on, version, order_id, sha256(convert_to(order_id || version, 'UTF8')),
              '{"status":"' || status || '","openedAt":"2026-03-01T09:00:00Z","changedAt":"2026-03-01T09:00:00Z"}'
            from numbered
            where version = 5
            order by recorded_at
            """;

    private OldMonth() {}

    /** The name of the partition. */
    static String partition() {
        return "order_event_%d_%02d".formatted(MONTH.getYear(), MONTH.getMonthValue());
    }

    /** Makes the database, which nobody is connected to then. */
    static void make(Server server, String database, int changes) throws SQLException {
        String url = server.migrated(database);
        int orders = changes / CHANGES_EACH;
        Server.execute(
                url,
                "select make_order_event_table('%1$s'); alter table order_event attach partition %1$s"
                                .formatted(partition())
                        + " for values from ('%s') to ('%s')".formatted(MONTH, MONTH.plusMonths(1)));
        Server.execute(url, FILL.formatted("old-", MONTH + "T00:00:00Z", orders, "27 days"));
        LocalDate now = LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1);
        Server.execute(url, FILL.formatted("new-", now + "T00:00:00Z", orders, "1 hour"));
        try (Models models = Models.on(url)) {
            models.projections().prepare();
            models.projections().align();
            long last = Server.number(url, "select max(position) from order_event");
            while (Server.number(url, "select min(position) from projection_segment") < last) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
        for (String settled : List.of("vacuum (analyze)", "checkpoint")) {
            Server.execute(url, settled);
        }
    }
}
