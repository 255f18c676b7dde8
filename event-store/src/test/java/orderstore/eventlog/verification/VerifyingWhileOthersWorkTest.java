package orderstore.eventlog.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import orderstore.eventlog.retention.Derivations;
import orderstore.eventlog.retention.PlanStaleException;
import orderstore.eventlog.retention.Purge;
import orderstore.eventlog.retention.RetentionPlan;
import orderstore.eventlog.retention.RetentionPlans;
import orderstore.eventlog.retention.RetentionReceipt;
import orderstore.eventlog.retention.RetentionRule;
import orderstore.testing.Await;
import orderstore.testing.RandomHistories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Appends and purges are no tampering, at whatever moment they come. */
class VerifyingWhileOthersWorkTest {

    private static final List<String> STATUSES = List.of("PLACED", "SHIPPED", "DELIVERED");
    private static final List<String> SETTLED = List.of("DELIVERED");
    private static final int DAYS = 170;
    private static final int APPENDED = 500;

    private final VerifiedLog log = new VerifiedLog();
    private final RandomHistories histories =
            new RandomHistories(log.database, log.start, Duration.ofDays(DAYS), STATUSES);
    private final RetentionPlans plans = new RetentionPlans(log.retention);
    private final Purge purge = new Purge(log.retention, Derivations.NONE);

    /** Parts of few events, so that there are many. */
    private final LogVerification verification = new LogVerification(log.application, LastStatus::check, 2, 20);

    @AfterEach
    void close() {
        log.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void random_histories_stay_as_they_were_written_until_one_byte_is_changed(long seed) throws Exception {
        var random = new SplittableRandom(seed);
        histories.write(random);
        var done = new AtomicBoolean();
        CompletableFuture<Void> appends = CompletableFuture.runAsync(() -> appendUntil(done));
        CompletableFuture<Void> purges = CompletableFuture.runAsync(() -> purgeAgainAndAgain(random.split()));
        try {
            do {
                assertThat(all()).as("seed " + seed).satisfies(found -> {
                    assertThat(found.broken()).isEmpty();
                    assertThat(found.ok()).isTrue();
                });
            } while (!purges.isDone());
        } finally {
            done.set(true);
            appends.join();
            purges.join();
        }
        assertThat(all().missing()).as("seed " + seed).isZero();

        String[] event = any("select order_id, version, length(payload) from order_event order by position", random);
        log.forge("update order_event set payload = overlay(payload placing chr(1) from %d for 1)"
                        .formatted(1 + random.nextInt(Integer.parseInt(event[2])))
                + " where order_id = '%s' and version = %s".formatted(event[0], event[1]));

        assertThat(all().broken())
                .as("seed " + seed)
                .extracting(broken -> broken.stream() + " " + broken.version())
                .containsExactly(event[0] + " " + event[1]);
    }

    /** A reader that begins while a month is being replaced must wait for it and then see what stays. */
    @Test
    void a_month_that_is_replaced_at_this_moment_is_seen_as_it_is_afterwards() throws Exception {
        log.order("goes", 0, 3);
        log.aged.add("goes", log.start.plus(Duration.ofDays(4)), "c-4", "DELIVERED");
        log.order("stays", 0, 30);
        RetentionPlan plan = plans.make(new RetentionRule(Duration.ofDays(30), null, SETTLED), "test");
        String month = "'" + plan.parts().getFirst().month() + "'";
        CompletableFuture<Verified> found;
        try (Connection connection = log.retention.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select begin_retention(%d, 'test')".formatted(plan.id()));
            statement.execute("select mark_retention_part(%d, %s, interval '1 minute')".formatted(plan.id(), month));
            statement.execute(
                    "select replace_retention_part(1, %1$s, 1000, last_position, last_recorded_at, null, null)"
                                    .formatted(month)
                            + " from take_out_retention_part(1, %s)".formatted(month));
            found = CompletableFuture.supplyAsync(
                    () -> log.verification.one("stays").orElseThrow());
            awaitOneWaiting();
            connection.commit();
            connection.setAutoCommit(true);
        }

        assertThat(found.get().broken()).isEmpty();
        assertThat(found.get().events()).isEqualTo(30);
        assertThat(log.verification.one("goes")).isEmpty();
        assertThat(log.all().ok()).isTrue();
        assertThat(log.all().missing()).isZero();
    }

    @Test
    void the_receipt_of_a_month_that_went_has_the_digest_that_was_found_before() throws Exception {
        for (String order : List.of("c", "a", "b")) {
            log.aged.add(order, log.start, "c-1", "DELIVERED");
        }
        log.order("later", 70, 1);
        Verified before = all();

        RetentionPlan plan = plans.make(new RetentionRule(Duration.ofDays(30), null, SETTLED), "test");
        RetentionReceipt receipt = purge.execute(plan.id(), "test", false);

        assertThat(receipt.parts()).hasSize(1);
        assertThat(receipt.parts().getFirst().digest())
                .isEqualTo(before.months().getFirst().digest());
        assertThat(all().ok()).isTrue();
        assertThat(all().missing()).isZero();
        assertThat(all().months()).containsExactly(before.months().getLast());
    }

    private Verified all() throws InterruptedException {
        return verification.all(null, LogVerification.Progress.NONE);
    }

    private void purgeAgainAndAgain(SplittableRandom random) {
        for (int days = DAYS; days > 5; days -= 20 + random.nextInt(40)) {
            try {
                purge.execute(
                        plans.make(new RetentionRule(Duration.ofDays(days), null, SETTLED), "test")
                                .id(),
                        "test",
                        false);
            } catch (PlanStaleException changed) {
                assertThat(changed).hasMessageContaining("has changed"); // By one who appended.
            }
        }
    }

    private void appendUntil(AtomicBoolean done) {
        for (int i = 0; !done.get() && i < APPENDED; i++) {
            histories.append(i % 10 == 0 ? "o-" + i % RandomHistories.ORDERS : "new-" + i / 3);
        }
    }

    private String[] any(String query, SplittableRandom random) {
        List<String> rows = log.database.rows(query);
        return rows.get(random.nextInt(rows.size())).split(" ");
    }

    private void awaitOneWaiting() {
        Await.until(
                "somebody waits for the log's table",
                () -> !log.database
                        .rows("select 1 from pg_locks where relation = 'order_event'::regclass and not granted")
                        .isEmpty());
    }
}
