package orderstore.api.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
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
            long plan = plans.make(rule, "x").id();
            Spent begun = Spent.soFar(database);
            var archived = new AtomicReference<Spent>();
            var noting = new NothingElse(() -> archived.set(Spent.soFar(database)));

            RetentionReceipt receipt =
                    new Purge(retention, noting, new ArchiveFolder(folder, lines)).execute(plan, "x", false);

            Spent ended = Spent.soFar(database);
            assertThat(receipt.stopped()).isNull();
            assertThat(receipt.events()).isEqualTo(changes);
            Path file = folder.resolve(
                    Objects.requireNonNull(receipt.parts().getFirst().archive()));
            Spent verifying = Spent.soFar(database);
            new ArchiveReader(file, lines).verify();
            System.out.printf(
                    "%,d changes archived in %s; purged in %s; read once more in %s; %.1f bytes a change%n",
                    changes,
                    archived.get().since(begun),
                    ended.since(archived.get()),
                    Spent.soFar(database).since(verifying),
                    (double) Files.size(file) / changes);
        }
    }

    /** The time that went by, and that processors worked for this process and for the server. */
    private record Spent(long nanos, Duration here, Duration there) {

        static Spent soFar(TestDatabase database) {
            String server = database.rows("select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)")
                    .getFirst();
            Duration there = ProcessHandle.of(Long.parseLong(server)).stream()
                    .flatMap(ProcessHandle::children)
                    .map(Spent::worked)
                    .reduce(Duration.ZERO, Duration::plus);
            return new Spent(System.nanoTime(), worked(ProcessHandle.current()), there);
        }

        private static Duration worked(ProcessHandle process) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO);
        }

        String since(Spent before) {
            return "%.2f s (worked here %.2f s, in the server %.2f s)"
                    .formatted(
                            (nanos - before.nanos) / NANOS,
                            here.minus(before.here).toMillis() / 1e3,
                            there.minus(before.there).toMillis() / 1e3);
        }
    }

    /** Nothing is made from the log; it is said when the archive is written and the purge begins. */
    private record NothingElse(Runnable archived) implements Derivations {

        @Override
        public List<String> behind(DataSource transaction, Instant cutoff) {
            return List.of();
        }

        @Override
        public void exclude(DataSource transaction) {
            archived.run();
        }

        @Override
        public void forget(DataSource transaction) {}

        @Override
        public void settle(DataSource transaction) {}
    }
}
