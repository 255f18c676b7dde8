package orderstore.projection.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import orderstore.projection.Fold;
import orderstore.projection.Generation;
import orderstore.projection.LogFixture;
import orderstore.projection.Projector;
import orderstore.testing.AgedLog;
import orderstore.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The first order of a month makes the part for its stays, whoever else does so at that moment and gives it up. */
class MakingAMonthForStaysTest {

    private static final Instant MARCH = Instant.parse("2024-03-05T09:00:00Z");
    private static final String MAKE = "select make_projection_part('order_stay', 1, '2024-03-01')::text";
    private static final String WHOLE = "order_stay_1";
    private static final String PART = "order_stay_1_2024_03";

    private final LogFixture log = new LogFixture();
    private final Projector projector = new Statistics(log).projector(new Generation(Statistics.NAME, 1));
    private final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(log.connections));

    MakingAMonthForStaysTest() {
        log.makeTables(new Statistics(log));
    }

    @BeforeEach
    void an_order_was_opened() {
        new AgedLog(log.database).add("o-1", MARCH, "c-1", "PLACED");
    }

    @AfterEach
    void close() {
        log.close();
    }

    /** What another session does in a transaction that is open. */
    private final class Another implements AutoCloseable {

        private final Connection connection;

        Another(String sql) throws SQLException {
            connection = log.database.owner().getConnection();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        void commit() throws SQLException {
            connection.commit();
        }

        void rollBack() throws SQLException {
            connection.rollback();
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    private void write() {
        Fold fold = projector.begin();
        log.read(0, log.lastPosition(), 10).forEach(fold::add);
        fold.write(log.sql);
    }

    private CompletableFuture<Void> writing() {
        return CompletableFuture.runAsync(() -> transaction.executeWithoutResult(begun -> write()));
    }

    private void awaitWaitingFor(String table) {
        Await.until(
                "somebody waits for " + table,
                () -> !log.database
                        .rows("select 1 from pg_locks where not granted and relation = '%s'::regclass".formatted(table))
                        .isEmpty());
    }

    private List<String> written() {
        return log.database.rows("select order_id, status from " + PART);
    }

    @Test
    void what_it_made_in_vain_it_makes_again() {
        transaction.executeWithoutResult(begun -> {
            write();
            begun.setRollbackOnly();
        });
        assertThat(log.database.rows("select 1 from pg_class where relname = '" + PART + "'"))
                .isEmpty();

        transaction.executeWithoutResult(begun -> write());

        assertThat(written()).containsExactly("o-1 PLACED");
    }

    @Test
    void what_another_made_and_took_back_it_makes_itself() throws Exception {
        try (var other = new Another(MAKE)) {
            var writing = writing();
            awaitWaitingFor(WHOLE);

            other.rollBack();

            writing.get();
            assertThat(written()).containsExactly("o-1 PLACED");
        }
    }

    @Test
    void what_another_has_made_it_writes_into() throws Exception {
        try (var other = new Another(MAKE)) {
            var writing = writing();
            awaitWaitingFor(WHOLE);

            other.commit();

            writing.get();
            assertThat(written()).containsExactly("o-1 PLACED");
        }
    }

    /** A part is seen a moment before all sessions are told of it; until then its maker holds it. */
    @Test
    void whoever_finds_it_waits_until_its_maker_lets_go_of_it() throws Exception {
        log.owner.sql(MAKE).query().singleRow();
        try (var maker = new Another("lock table " + PART + " in access exclusive mode")) {
            var found =
                    CompletableFuture.runAsync(() -> log.sql.sql(MAKE).query().singleRow());
            awaitWaitingFor(PART);

            maker.commit();

            found.get();
        }
    }
}
