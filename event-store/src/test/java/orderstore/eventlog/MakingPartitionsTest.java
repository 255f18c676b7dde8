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

/** Partitions are there before they are needed. */
class MakingPartitionsTest {

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
                HikariDataSource connections = database.application(2)) {
            assertThatThrownBy(() -> new AppendTransaction(connections).append(List.of(LogFixture.event("a", 1))))
                    .isInstanceOf(LogUnavailableException.class);
            assertThat(new LogReader(connections).head("a")).isEmpty();
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
