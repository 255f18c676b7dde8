package orderstore.projection.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.Thread.State;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import orderstore.projection.LogFixture;
import orderstore.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who asks for all statistics may wait for long, and yet connections are left to those who ask for less. */
class AskingManyAtOnceTest {

    private static final int MANY = 20;
    private static final Set<State> AT_REST = Set.of(State.WAITING, State.TIMED_WAITING, State.TERMINATED);

    private final LogFixture log = new LogFixture();
    private final Queue<Figures> answers = new ConcurrentLinkedQueue<>();

    AskingManyAtOnceTest() {
        for (var table : new Statistics(log).tables()) {
            log.owner
                    .sql("select make_projection_table(?, 1)::text")
                    .param(table.base())
                    .query()
                    .singleRow();
        }
        log.owner.sql("""
                        insert into projection (name) values ('statistics');
                        insert into projection_generation (projection, generation, version, following)
                        values ('statistics', 1, 3, true);
                        insert into projection_segment (projection, generation, segment, position)
                        values ('statistics', 1, 0, 7);
                        update projection set live = 1
                        """).update();
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void two_are_answered_at_once_and_others_have_their_connections() throws Exception {
        try (HikariDataSource three = log.database.application(3);
                Connection holding = log.database.owner().getConnection();
                Statement statement = holding.createStatement()) {
            holding.setAutoCommit(false);
            statement.execute("lock table status_change_count_1 in access exclusive mode");
            var query = new StatisticsQuery(three);
            List<Thread> asking = Stream.generate(() -> Thread.startVirtualThread(() -> ask(query)))
                    .limit(MANY)
                    .toList();
            Await.until(
                    "two read and the others wait",
                    () -> reading() == 2 && asking.stream().allMatch(one -> AT_REST.contains(one.getState())));

            assertThat(query.orders(Map.of()).position()).isEqualTo(7);

            holding.rollback();
            for (Thread one : asking) {
                one.join();
            }
            assertThat(answers).hasSize(MANY);
        }
    }

    private void ask(StatisticsQuery query) {
        try {
            answers.add(query.figures(Map.of(), null, null, 10, 10).orElseThrow());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private int reading() {
        return log.database
                .rows("select 1 from pg_locks where not granted and relation = 'status_change_count_1'::regclass")
                .size();
    }
}
