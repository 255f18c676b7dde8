package orderstore.projection.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import orderstore.projection.LogFixture;
import orderstore.testing.AgedLog;
import orderstore.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stays of a month takes the place of all its stays, and no reader sees less. */
class ReplacingAMonthOfStaysTest {

    private static final Instant MARCH = Instant.parse("2024-03-05T09:00:00Z");
    private static final String REPLACE = "select replace_projection_part('order_stay', 1, '2024-03-01')::text";

    private final LogFixture log = new LogFixture();
    private final AgedLog aged = new AgedLog(log.database);

    ReplacingAMonthOfStaysTest() {
        log.makeTables(new Statistics(log));
    }

    @AfterEach
    void close() {
        log.close();
    }

    private void part(String month) {
        log.owner
                .sql("select make_projection_part('order_stay', 1, ?::date)::text")
                .param(month)
                .query()
                .singleRow();
    }

    /** An order that was in one status, and is in another. */
    private void stays(String order, String month) {
        log.owner.sql("""
                        insert into order_stay_1
                        values
                          ('%1$s', '%2$s', 1, 'PLACED', '%2$s 10:00Z', '%2$s 10:00Z', '%2$s 11:00Z', null),
                          ('%1$s', '%2$s', 2, 'PACKED', '%2$s 11:00Z', '%2$s 11:00Z', null, 2)
                        """.formatted(order, month)).update();
    }

    private List<String> lines(String sql) {
        return log.owner.sql(sql).query((row, number) -> row.getString(1)).list();
    }

    private void goesAndStays() {
        part("2024-03-01");
        part("2024-04-01");
        aged.add("stays", MARCH, "c-1", "PLACED");
        stays("stays", "2024-03-01");
        stays("goes", "2024-03-01");
        stays("another-month", "2024-04-01");
    }

    @Test
    void a_part_of_an_earlier_version_may_be_written_by_its_name_after_the_upgrade() throws IOException {
        part("2024-03-01");
        stays("o-1", "2024-03-01");
        log.owner.sql("revoke all on order_stay_1_2024_03 from orderstore_app").update();
        String change = "update order_stay_1_2024_03 set changed_at = changed_at";
        assertThatThrownBy(() -> log.sql.sql(change).update()).rootCause().hasMessageContaining("permission denied");

        try (var script = ReplacingAMonthOfStaysTest.class.getResourceAsStream("/db/migration/R__6_projections.sql")) {
            log.database.execute(new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${flyway:defaultSchema}", "public"));
        }

        assertThat(log.sql.sql(change).update()).isEqualTo(2);
        assertThatThrownBy(() -> log.sql.sql("delete from order_event").update())
                .as("the log's parts are as they were")
                .rootCause()
                .hasMessageContaining("permission denied");
    }

    @Test
    void stays_of_orders_with_a_head_are_as_they_were() {
        goesAndStays();
        String indexes = "select pg_get_indexdef(indexrelid) from pg_index"
                + " where indrelid = 'order_stay_1_2024_03'::regclass order by 1";
        List<String> before = lines(indexes);
        List<String> stayed = lines("select s::text from order_stay_1 s where order_id <> 'goes' order by 1");

        log.owner.sql(REPLACE).query().singleRow();

        assertThat(lines("select s::text from order_stay_1 s order by 1")).isEqualTo(stayed);
        assertThat(lines(indexes)).isEqualTo(before).hasSize(3);
        assertThat(lines("select relname from pg_class where relname like 'order_stay%staying'"))
                .isEmpty();
    }

    @Test
    void a_month_that_is_over_and_has_no_orders_has_no_part() {
        part("2024-03-01");
        stays("goes", "2024-03-01");

        log.owner.sql(REPLACE).query().singleRow();
        log.owner.sql(REPLACE).query().singleRow();

        assertThat(lines("select to_regclass('order_stay_1_2024_03')::text is null"))
                .containsExactly("t");
        assertThat(lines("select order_id from order_stay_1")).isEmpty();
    }

    @Test
    void a_month_that_is_not_over_keeps_its_part() {
        String now = lines("select date_trunc('month', now() at time zone 'UTC')::date::text")
                .getFirst();
        part(now);
        stays("goes", now);

        log.owner
                .sql("select replace_projection_part('order_stay', 1, ?::date)::text")
                .param(now)
                .query()
                .singleRow();

        assertThat(lines("select order_id from order_stay_1")).isEmpty();
        stays("new", now);
    }

    @Test
    void nothing_is_replaced_while_somebody_reads() throws Exception {
        goesAndStays();
        try (Connection reading = log.connections.getConnection();
                Statement statement = reading.createStatement()) {
            reading.setAutoCommit(false);
            statement.execute("lock table order_stay_layout in access share mode");

            assertThatThrownBy(() -> log.owner.sql(REPLACE).query().singleRow()).hasMessageContaining("lock timeout");
            reading.rollback();
        }
        assertThat(lines("select distinct order_id from order_stay_1")).contains("goes");
    }

    @Test
    void nothing_is_replaced_between_the_questions_of_one_reader() throws Exception {
        goesAndStays();
        follow();
        var query = new StatisticsQuery(log.connections);
        try (Connection holding = log.database.owner().getConnection();
                Statement statement = holding.createStatement()) {
            holding.setAutoCommit(false);
            statement.execute("lock table order_count_1 in access exclusive mode");
            var read = CompletableFuture.supplyAsync(() -> query.orders(Map.of("PACKED", Instant.now())));
            awaitWaitingFor("order_count_1"); // Which it asks before it has seen a stay.

            assertThatThrownBy(() -> log.owner.sql(REPLACE).query().singleRow()).hasMessageContaining("lock timeout");

            holding.rollback();
            assertThat(read.get().overdue()).containsExactly(Map.entry("PACKED", 3L));
        }
        log.owner.sql(REPLACE).query().singleRow();
        assertThat(query.orders(Map.of("PACKED", Instant.now())).overdue()).containsExactly(Map.entry("PACKED", 2L));
    }

    @Test
    void who_waited_for_it_sees_all_that_stays() throws Exception {
        goesAndStays();
        follow();
        var query = new StatisticsQuery(log.connections);
        try (Connection replacing = log.database.owner().getConnection();
                Statement statement = replacing.createStatement()) {
            replacing.setAutoCommit(false);
            statement.execute(REPLACE);

            var read = CompletableFuture.supplyAsync(() -> query.orders(Map.of("PACKED", Instant.now())));
            awaitWaitingFor("order_stay_layout");
            replacing.commit();

            assertThat(read.get().overdue()).containsExactly(Map.entry("PACKED", 2L));
        }
    }

    private void awaitWaitingFor(String table) {
        Await.until(
                "somebody waits for " + table,
                () -> !lines("select pid::text from pg_locks where not granted and relation = '%s'::regclass"
                                .formatted(table))
                        .isEmpty());
    }

    /** The generation is the one that readers see. */
    private void follow() {
        log.owner.sql("""
                        insert into projection (name) values ('statistics');
                        insert into projection_generation (projection, generation, version, following)
                        values ('statistics', 1, 3, true);
                        insert into projection_segment (projection, generation, segment, position)
                        values ('statistics', 1, 0, 1);
                        update projection set live = 1
                        """).update();
    }
}
