package orderstore.api.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import orderstore.api.problem.Problem;
import orderstore.api.schedule.PortionLog;
import orderstore.api.schedule.Portions;
import orderstore.order.ChangeId;
import orderstore.order.Claim;
import orderstore.order.Kind;
import orderstore.order.OrderId;
import orderstore.order.model.Status;
import orderstore.testing.AgedLog;
import orderstore.testing.Await;
import orderstore.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Refused changes are noted for a while, and nobody waits for that, however many there are. */
class NotingRefusedChangesTest {

    private static final OrderId ORDER = new OrderId("o-1");
    private static final Problem REFUSED =
            new Problem("transition-refused", "No", HttpStatus.UNPROCESSABLE_CONTENT, "Not like that.");
    private static final int WAITING = 5_000;
    private static final int WRITTEN = 1_000;

    private final TestDatabase database = TestDatabase.migrated();
    private final HikariDataSource connections = database.application(4);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Instant now = Instant.parse("2026-03-01T09:00:00Z");
    private final RefusedAttempts attempts = new RefusedAttempts(
            new AttemptRegister(
                    JdbcClient.create(connections), new TransactionTemplate(new JdbcTransactionManager(connections))),
            new Portions(),
            () -> now,
            metrics);

    @BeforeEach
    void place() {
        new AgedLog(database).add(ORDER.value(), Instant.now(), "c-1", "PLACED");
    }

    @AfterEach
    void close() {
        connections.close();
        database.close();
    }

    @Test
    void they_are_told_for_thirty_days_and_then_forgotten() {
        note("c-2");
        attempts.write();

        now = now.plus(Duration.ofDays(30));
        attempts.forget();
        assertThat(attempts.of(ORDER.value())).hasSize(1);

        now = now.plusMillis(1);
        assertThat(attempts.of(ORDER.value())).isEmpty();
        assertThat(stored()).as("until somebody tidies up").isEqualTo(1);
        attempts.forget();
        assertThat(stored()).isZero();
    }

    @Test
    void many_are_forgotten_in_portions() {
        var portions = new PortionLog(database, "refused_attempt");
        database.execute("""
                insert into refused_attempt
                select 'o-' || n, 'c-1', 'p', 'PLACED', 'shop', 'command', 'No', 1, timestamptz '2026-01-01 UTC'
                from generate_series(1, 20500) n
                """);
        note("c-2");
        attempts.write();

        attempts.forget();

        assertThat(portions.sizes()).startsWith("10000", "10000", "500");
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void one_that_is_tried_again_is_kept_for_thirty_days_more() {
        note("c-2");
        attempts.write();
        now = now.plus(Duration.ofDays(29));
        note("c-2");
        attempts.write();

        now = now.plus(Duration.ofDays(29));
        attempts.forget();

        assertThat(attempts.of(ORDER.value())).extracting(RefusedAttempt::times).containsExactly(2L);
    }

    @Test
    void of_each_order_the_latest_fifty_are_kept() {
        for (int i = 1; i <= 60; i++) {
            note("c-" + i);
            now = now.plusSeconds(1);
        }
        attempts.write();

        assertThat(stored()).isEqualTo(50);
        assertThat(attempts.of(ORDER.value()))
                .extracting(RefusedAttempt::changeId)
                .startsWith("c-60", "c-59")
                .endsWith("c-11");
    }

    @Test
    void what_comes_faster_than_it_is_written_is_counted_and_forgotten() {
        for (int i = 0; i < WAITING + 7; i++) {
            note("c-2");
        }

        assertThat(forgotten()).isEqualTo(7);
        for (int written = 0; written < WAITING; written += WRITTEN) {
            attempts.write();
        }
        assertThat(attempts.of(ORDER.value())).extracting(RefusedAttempt::times).containsExactly((long) WAITING);
        note("c-2");
        assertThat(forgotten()).as("there is room again").isEqualTo(7);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void nobody_waits_while_the_table_is_locked() throws Exception {
        note("c-2");
        CompletableFuture<Void> writing;
        try (Connection lock = database.owner().getConnection()) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("lock table refused_attempt");
            writing = CompletableFuture.runAsync(attempts::write);
            Await.until(
                    "it waits for the table",
                    () -> !database.rows("select 1 from pg_locks where relation = 'refused_attempt'::regclass"
                                    + " and not granted")
                            .isEmpty());

            for (int i = 0; i < 2 * WAITING; i++) {
                note("c-3");
            }

            assertThat(forgotten()).isEqualTo(WAITING);
            assertThat(writing).isNotDone();
            lock.rollback();
        }
        writing.get();
        assertThat(attempts.of(ORDER.value()))
                .extracting(RefusedAttempt::changeId)
                .containsExactly("c-2");
    }

    @Test
    void what_the_database_could_not_take_is_counted_too() {
        note("c-2");
        note("c-3");
        connections.close();

        attempts.write();

        assertThat(forgotten()).isEqualTo(2);
    }

    private void note(String change) {
        var claim = new Claim(
                new ChangeId(change), Kind.COMMAND, new Status("DELIVERED"), null, null, null, Map.of(), null);
        attempts.note(ORDER, claim, "shop", REFUSED);
    }

    private double forgotten() {
        return metrics.get("orderstore.attempts.forgotten").counter().count();
    }

    private long stored() {
        return Long.parseLong(
                database.rows("select count(*) from refused_attempt").getFirst());
    }
}
