package orderstore.api.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import orderstore.eventlog.archive.ArchiveFolder;
import orderstore.eventlog.archive.ArchiveReader;
import orderstore.eventlog.retention.Derivations;
import orderstore.eventlog.retention.Purge;
import orderstore.eventlog.retention.RetentionPlans;
import orderstore.eventlog.retention.RetentionReceipt;
import orderstore.eventlog.retention.RetentionRule;
import orderstore.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** How fast a month is archived and how large that is, with so many changes as are asked for. */
@EnabledIfSystemProperty(named = "orderstore.test.archived", matches = "\\d+")
class MeasuringAnArchiveTest {

    private static final int ORDERS_AT_ONCE = 20_000;
    private static final double NANOS = 1e9;

    /** As a shop, a warehouse and a carrier would send them: five changes an order, all ids UUIDv7. */
    private static final String APPEND = """
            with id as materialized (
              select n, 'aaaa' || substr(md5(random()::text), 5) as made
              from generate_series(1, ORDERS) n
            ),
            change as (
              select
                id.n,
                v,
                to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint) as time,
                md5(random()::text) as random,
                id.made
              from id
              cross join generate_series(1, 5) v
            ),
            told as (
              select
                n, v,
                format('0%s-%s-7%s-a%s-%s', substr(time, 1, 7), substr(time, 8, 4), substr(made, 1, 3),
                  substr(made, 6, 3), substr(made, 10, 12)) as order_id,
                format('0%s-%s-7%s-a%s-%s', substr(time, 1, 7), substr(time, 8, 4), substr(random, 1, 3),
                  substr(random, 6, 3), substr(random, 10, 12)) as change_id,
                (array['PLACED', 'CONFIRMED', 'PACKED', 'SHIPPED', 'DELIVERED'])[v] as status,
                (array['PLACED', 'CONFIRMED', 'PACKED', 'SHIPPED'])[v - 1] as previous
              from change
            )
            select count(*)
            from (
              select
                array_agg(first_id order by n, v) as ids,
                array_agg(v order by n, v) as versions,
                array_agg('order.status-changed.v1'::text order by n, v) as types,
                array_agg(payload order by n, v) as payloads,
                array_agg('{"actor":"wms"}'::text order by n, v) as metadatas,
                array_agg('{"status":"DELIVERED","openedAt":"2026-03-01T09:00:00Z"}'::text order by n, v) as states,
                array_agg(v - 1 order by n, v) as places
              from (
                select n, v, min(order_id) over (partition by n) as first_id,
                  '{"changeId":"' || change_id || '","kind":"command","status":"' || status || '"'
                  || coalesce(',"previousStatus":"' || previous || '"', '')
                  || ',"occurredAt":"2026-03-01T09:00:00Z","source":"warehouse-7","reason":"left dock 4"'
                  || ',"attributes":{"trackingCode":"1Z999AA10123456784"}}' as payload
                from told
              ) told
            ) run
            cross join lateral append_runs(ids, versions, types, payloads, metadatas, states, places)
            """;

    @TempDir
    Path folder;

    @Test
    void a_month_is_archived_and_purged() throws Exception {
        int changes = Integer.getInteger("orderstore.test.archived");
        try (TestDatabase database = TestDatabase.migrated();
                HikariDataSource retention = database.retention(4)) {
            for (int orders = 0; orders < changes / 5; orders += ORDERS_AT_ONCE) {
                database.rows(
                        APPEND.replace("ORDERS", Integer.toString(Math.min(ORDERS_AT_ONCE, changes / 5 - orders))));
            }
            database.execute("analyze");
            var plans = new RetentionPlans(retention);
            var rule = new RetentionRule(Duration.ofMillis(1), null, List.of("DELIVERED"));
            var lines = new ChangeLines(JsonMapper.shared());
            long begun = System.nanoTime();

            RetentionReceipt receipt = new Purge(retention, Derivations.NONE, new ArchiveFolder(folder, lines))
                    .execute(plans.make(rule, "x").id(), "x", false);

            double seconds = (System.nanoTime() - begun) / NANOS;
            assertThat(receipt.stopped()).isNull();
            assertThat(receipt.events()).isEqualTo(changes);
            Path file = folder.resolve(
                    Objects.requireNonNull(receipt.parts().getFirst().archive()));
            long verifying = System.nanoTime();
            new ArchiveReader(file, lines).verify();
            System.out.printf(
                    "archived and purged %,d changes in %.1f s; read back in %.1f s; %.1f bytes a change%n",
                    changes, seconds, (System.nanoTime() - verifying) / NANOS, (double) Files.size(file) / changes);
        }
    }
}
