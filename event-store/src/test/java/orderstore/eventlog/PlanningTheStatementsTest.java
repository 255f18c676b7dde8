package orderstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import orderstore.testing.Plans;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The hot statements, as they are, use their index; a stream is read from one partition of many. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanningTheStatementsTest {

    private final LogFixture fixture = new LogFixture();

    @BeforeAll
    void a_log_of_many_partitions() {
        fixture.database.execute("select make_order_event_partitions(39)");
        fixture.database.execute("""
                insert into order_event
                select 1000 + n, now(), date_trunc('month', now())::date + (n % 20) * 31, 1 + n / 2000, 'o-' || n % 2000,
                  'order.status-changed.v1', '{}', '{}', sha256('x')
                from generate_series(1, 20000) n
                """);
        fixture.append("a", 1);
        fixture.database.execute("""
                insert into order_head (recorded_at, opened_on, version, order_id, hash, state)
                select recorded_at, opened_on, version, order_id, hash, '{}'
                from order_event
                where version = 10
                """);
        fixture.database.execute("analyze");
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void a_stream_is_read_from_one_partition_by_its_key() {
        String plan = explain(StreamStatement.ASCENDING, "a", "a", 1, 100, 100, Rows.MAX_BYTES);

        assertThat(plan.lines().filter(PlanningTheStatementsTest::readsEvents))
                .as(plan)
                .hasSize(1)
                .allMatch(line -> line.contains("Index Scan"));
    }

    private static boolean readsEvents(String line) {
        return line.contains("order_event_") && !line.contains("never executed");
    }

    @Test
    void short_streams_that_are_read_together_come_from_their_partitions_by_their_keys() {
        String[] streams = {"a", "none"};

        String plan = explain(LogReader.STREAMS, (Object) streams);
        String withHeads = explain(HistoryRows.SQL, LogReader.SHORT, streams);

        assertThat(List.of(plan, withHeads)).allSatisfy(one -> {
            assertThat(partitionsReadBy(one)).as(one).hasSize(1);
            assertThat(one).contains("order_has_one_head").doesNotContain("Seq Scan");
        });
    }

    @Test
    void of_a_history_that_is_not_short_no_event_is_read_with_its_head() {
        fixture.database.execute(
                "update order_head set version = %d where order_id = 'o-1'".formatted(LogReader.SHORT + 1));

        String plan = explain(HistoryRows.SQL, LogReader.SHORT, new String[] {"o-1"});

        assertThat(partitionsReadBy(plan)).as(plan).isEmpty();
    }

    private static List<String> partitionsReadBy(String plan) {
        return plan.lines()
                .filter(line -> !line.contains("never executed"))
                .flatMap(line ->
                        Pattern.compile("order_event_\\d+_\\d+").matcher(line).results())
                .map(MatchResult::group)
                .distinct()
                .toList();
    }

    @Test
    void the_log_is_read_by_position_without_a_sort() {
        assertThat(explain(LogReader.AFTER_POSITION, 5000L, 100, Rows.MAX_BYTES))
                .contains("Merge Append", "has_one_event_per_position")
                .doesNotContain("Seq Scan")
                .doesNotContainPattern("(?m)^ *->? *Sort ");
    }

    @Test
    void heads_are_read_by_their_primary_key_and_no_event_with_them() {
        assertThat(explain(LogReader.HEADS, (Object) new String[] {"a", "o-17", "none"}))
                .contains("Index Scan", "order_has_one_head")
                .doesNotContain("Seq Scan", "order_event");
    }

    @Test
    void of_heads_the_last_events_are_read_by_their_keys_from_the_partitions_that_have_them() {
        String[] orders = {"o-17", "o-37", "o-18", "none"};

        String plan = explain(LogReader.HEADS_WITH_LAST, (Object) orders);

        assertThat(plan).contains("order_has_one_head").doesNotContain("Seq Scan");
        assertThat(plan.lines().filter(PlanningTheStatementsTest::readsEvents))
                .as("two of them share a month: " + plan)
                .hasSize(2)
                .allMatch(line -> line.contains("Index Scan using order_event_") && line.contains("_pkey"));
    }

    @Test
    void a_plan_that_was_made_while_the_tables_were_empty_uses_their_indexes() {
        assertThat(planOfEmptyTables(LogReader.HEADS)).contains("$1", "order_has_one_head");
        for (String sql : List.of(LogReader.HEADS_WITH_LAST, HistoryRows.SQL)) {
            assertThat(planOfEmptyTables(sql))
                    .contains("$1", "order_has_one_head", "Nested Loop", "_pkey on order_event_")
                    .doesNotContain("Hash", "Merge", "Seq Scan", "Materialize");
        }
        assertThat(planOfEmptyTables(StoredStatement.SQL))
                .contains("order_has_one_head", "Nested Loop", "_pkey on order_event_")
                .doesNotContain("Hash", "Merge", "Seq Scan", "Materialize");
    }

    private static String planOfEmptyTables(String sql) {
        try (var empty = new LogFixture()) {
            return Plans.once(empty.connections, sql);
        }
    }

    private String explain(String sql, Object... parameters) {
        try (Connection connection = fixture.connections.getConnection();
                Statement settings = connection.createStatement()) {
            // The driver's prepared statements come to this after a few uses.
            settings.execute("set plan_cache_mode = force_generic_plan");
            return explain(connection, sql, parameters);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static String explain(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("explain (analyze, costs off, timing off, summary off) " + sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            var lines = new ArrayList<String>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
            return String.join("\n", lines);
        }
    }
}
