package orderstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import orderstore.testing.TestDatabase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partitions are there before they are needed. */
class MakingPartitionsTest {

    private static final String CHANGED_AHEAD = """
            insert into order_event
              (position, recorded_at, opened_on, version, order_id, event_type, payload, metadata, hash)
            select position + 1, recorded_at + interval '1 year', opened_on, version + 1, order_id, event_type, payload,
              metadata, hash
            from order_event
            """;

    private static final String PURGED_AHEAD =
            "update order_log_floor set recorded_at = clock_timestamp() + interval '1 year'";

    @Test
    void a_month_is_made_once_and_counted_without_gaps() {
        try (TestDatabase database = schemaOnly();
                HikariDataSource connections = database.application(2)) {
            var partitions = new Partitions(connections);

            assertThat(partitions.monthsAhead()).isEqualTo(-1);
            assertThat(partitions.makeAhead(3)).isEqualTo(4);
            assertThat(partitions.makeAhead(3)).isZero();
            assertThat(partitions.monthsAhead()).isEqualTo(3);

            database.execute("drop table " + partitionInMonths(2));
            assertThat(partitions.monthsAhead()).isEqualTo(1);
        }
    }

    @Test
    void many_nodes_may_make_them_at_once() {
        try (TestDatabase database = schemaOnly();
                HikariDataSource connections = database.application(8)) {
            var partitions = new Partitions(connections);

            List<CompletableFuture<Integer>> nodes = IntStream.range(0, 8)
                    .mapToObj(node -> CompletableFuture.supplyAsync(() -> partitions.makeAhead(5)))
                    .toList();

            assertThat(nodes.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(6);
        }
    }

    @Test
    void without_its_partition_an_append_is_refused_and_nothing_is_stored() {
        try (TestDatabase database = schemaOnly();
                HikariDataSource connections = database.application(2);
                var writer = new GroupCommit(
                        new AppendTransaction(connections), AppendLimits.DEFAULT, AppendObserver.NONE)) {
            assertThatThrownBy(() -> writer.append(LogFixture.event("a", 1)))
                    .isInstanceOf(LogUnavailableException.class);
            assertThat(new LogReader(connections).head("a")).isEmpty();
        }
    }

    /** The clock was right again when the test begins: what it made of the log stays. */
    @ParameterizedTest
    @ValueSource(strings = {CHANGED_AHEAD, PURGED_AHEAD})
    void after_the_clock_was_ahead_months_count_from_the_last_change(String ahead) {
        try (TestDatabase database = TestDatabase.migrated();
                HikariDataSource connections = database.application(2)) {
            var partitions = new Partitions(connections);
            var log = new AppendTransaction(connections);
            log.append(List.of(LogFixture.event("a", 1)));
            database.execute(ahead);

            assertThat(partitions.monthsAhead()).isEqualTo(-1);
            assertThat(partitions.makeAhead(3)).isEqualTo(4);
            assertThat(partitions.monthsAhead()).isEqualTo(3);
            assertThat(log.append(List.of(LogFixture.event("b", 1)))).hasSize(1);
        }
    }

    private static TestDatabase schemaOnly() {
        TestDatabase database = TestDatabase.empty();
        Flyway.configure().dataSource(database.owner()).load().migrate();
        return database;
    }

    private static String partitionInMonths(int months) {
        var month = java.time.YearMonth.now(java.time.ZoneOffset.UTC).plusMonths(months);
        return "order_event_%d_%02d".formatted(month.getYear(), month.getMonthValue());
    }
}
