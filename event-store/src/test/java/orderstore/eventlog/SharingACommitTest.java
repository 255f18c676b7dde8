package orderstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import orderstore.testing.Await;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Appends that wait while the lock is taken share one COMMIT, and still have an outcome each. */
class SharingACommitTest {

    private static final NewEvent BAD =
            new NewEvent("bad", 1, "order.status-changed.v1", "{\"x\":\"\u0000\"}", "{}", "{}");

    private final LogFixture fixture = new LogFixture();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Integer> batches = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        threads.close();
        fixture.close();
    }

    @Test
    void what_waits_together_is_written_together_and_each_has_its_own_outcome() throws Exception {
        try (GroupCommit writer = writer(AppendLimits.DEFAULT)) {
            List<CompletableFuture<Appended>> outcomes;
            try (Connection lock = locked()) {
                occupy(writer, "first");
                outcomes = IntStream.rangeClosed(1, 50)
                        .mapToObj(i -> append(writer, LogFixture.event("s" + i, i == 7 ? 3 : 1)))
                        .toList();
                awaitQueued(writer, 50);
                lock.rollback();
            }

            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.handle((appended, failure) -> failure == null)
                            .join())
                    .hasSize(49);
            assertThatThrownBy(() -> outcomes.get(6).join()).hasCauseInstanceOf(ConcurrencyException.class);
            assertThat(fixture.reader.lastPosition()).as("no hole").isEqualTo(50);
            assertThat(batches).startsWith(1, 50);
        }
    }

    @Test
    void data_that_the_database_refuses_fails_alone() throws Exception {
        failsAlone(BAD, IllegalStateException.class);
    }

    /** As an order without a partition does: what can be mended there is asked for again. */
    @Test
    void what_breaks_a_constraint_fails_alone_and_may_be_tried_again() throws Exception {
        fixture.database.execute(
                "alter table order_event add constraint nobody_is_broken check (order_id <> 'broken')");

        failsAlone(LogFixture.event("broken", 1), LogUnavailableException.class);
    }

    @Test
    void two_appends_of_one_stream_go_one_after_the_other() throws Exception {
        try (GroupCommit writer = writer(AppendLimits.DEFAULT)) {
            CompletableFuture<Appended> second;
            CompletableFuture<Appended> third;
            try (Connection lock = locked()) {
                occupy(writer, "s");
                second = append(writer, LogFixture.event("s", 2));
                awaitQueued(writer, 1);
                third = append(writer, LogFixture.event("s", 3));
                awaitQueued(writer, 2);
                lock.rollback();
            }

            assertThat(second.join().position()).isEqualTo(2);
            assertThat(third.join().position()).isEqualTo(3);
        }
    }

    @Test
    void a_batch_ends_at_its_limits() throws Exception {
        var limits = new AppendLimits(4, 1_000_000, 100, Duration.ofSeconds(20));
        try (GroupCommit writer = writer(limits)) {
            List<CompletableFuture<Appended>> outcomes;
            try (Connection lock = locked()) {
                occupy(writer, "first");
                outcomes = IntStream.range(0, 10)
                        .mapToObj(i -> append(writer, LogFixture.event("s" + i, 1)))
                        .toList();
                awaitQueued(writer, 10);
                lock.rollback();
            }
            outcomes.forEach(CompletableFuture::join);
        }
        assertThat(batches).containsExactly(1, 4, 4, 2);
    }

    @Test
    void a_full_queue_and_a_deadline_say_that_nothing_was_appended_and_mean_it() throws Exception {
        var limits = new AppendLimits(1, 1_000_000, 1, Duration.ofSeconds(1));
        try (GroupCommit writer = writer(limits)) {
            CompletableFuture<Appended> taken;
            try (Connection lock = locked()) {
                taken = append(writer, LogFixture.event("taken", 1));
                fixture.awaitOneWaitingForTheLock();
                CompletableFuture<Appended> queued = append(writer, LogFixture.event("queued", 1));
                awaitQueued(writer, 1);
                assertThatThrownBy(() -> writer.append(LogFixture.event("beyond", 1)))
                        .isInstanceOf(LogUnavailableException.class)
                        .hasMessageContaining("wait already");
                assertThatThrownBy(queued::join).hasCauseInstanceOf(LogUnavailableException.class);
                assertThatThrownBy(taken::join).hasCauseInstanceOf(AppendOutcomeUnknownException.class);
                lock.rollback();
            }
        }
        assertThat(fixture.query("select order_id from order_event")).containsExactly("taken");
    }

    @Test
    void what_waits_for_another_of_its_stream_is_in_the_queue_still() throws Exception {
        var limits = new AppendLimits(1_000, 1_000_000, 3, Duration.ofSeconds(20));
        try (GroupCommit writer = writer(limits)) {
            List<CompletableFuture<Appended>> outcomes = new ArrayList<>();
            CompletableFuture<Connection> next;
            try (Connection lock = locked()) {
                occupy(writer, "first");
                for (int version = 1; version <= 3; version++) {
                    outcomes.add(append(writer, LogFixture.event("s", version)));
                    awaitQueued(writer, version);
                }
                next = CompletableFuture.supplyAsync(this::lockedInTurn, threads);
                awaitWaitingForTheLock(2);
                lock.rollback();
            }
            try (Connection locked = next.join()) { // Between the first and what is taken after it.
                fixture.awaitOneWaitingForTheLock();
                awaitQueued(writer, 2);
                outcomes.add(append(writer, LogFixture.event("s", 4)));
                awaitQueued(writer, 3);

                assertThatThrownBy(() -> writer.append(LogFixture.event("beyond", 1)))
                        .isInstanceOf(LogUnavailableException.class)
                        .hasMessageContaining("wait already");
                locked.rollback();
            }
            outcomes.forEach(CompletableFuture::join);
        }
    }

    @Test
    void what_was_given_up_keeps_nobody_of_its_stream_waiting() throws Exception {
        var limits = new AppendLimits(1_000, 1_000_000, 100, Duration.ofSeconds(2));
        try (GroupCommit writer = writer(limits)) {
            CompletableFuture<Appended> live;
            CompletableFuture<Appended> neighbour;
            try (Connection lock = locked()) {
                occupy(writer, "first");
                List<CompletableFuture<Appended>> givenUp = IntStream.range(0, 3)
                        .mapToObj(i -> append(writer, LogFixture.event("s", 1)))
                        .toList();
                givenUp.forEach(
                        append -> assertThatThrownBy(append::join).hasCauseInstanceOf(LogUnavailableException.class));
                live = append(writer, LogFixture.event("s", 1));
                neighbour = append(writer, LogFixture.event("t", 1));
                awaitQueued(writer, 5);
                lock.rollback();
            }
            live.join();
            neighbour.join();
        }
        assertThat(batches).containsExactly(1, 2);
    }

    @Test
    void a_session_that_is_ended_while_it_waits_has_appended_nothing() throws Exception {
        try (GroupCommit writer = writer(AppendLimits.DEFAULT)) {
            CompletableFuture<Appended> append;
            try (Connection lock = locked()) {
                append = append(writer, LogFixture.event("s", 1));
                fixture.awaitOneWaitingForTheLock();
                fixture.database.execute(
                        "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and not granted");
                fixture.awaitOneWaitingForTheLock(); // The writer asks on another connection what became of it.
                lock.rollback();
            }
            assertThatThrownBy(append::join).hasCauseInstanceOf(LogUnavailableException.class);
            assertThat(fixture.append("s", 1).position()).isEqualTo(1);
        }
    }

    @Test
    void an_answer_that_is_lost_after_the_commit_is_looked_up() {
        isLookedUp(new SQLException("The answer was lost", "08006"));
    }

    /** What a server says that dies in a COMMIT, which it may find in its log when it starts again. */
    @ParameterizedTest
    @CsvSource({"PANIC, 58030", "PANIC, 53100", "PANIK, 53100", "FATAL, 25P04", "FATAL, 57P01", "ERROR, XX000"})
    void a_server_that_fails_after_the_commit_is_looked_up(String severity, String state) {
        isLookedUp(told(severity, state));
    }

    /** The request may still be on its way, and come when nobody looks for it any longer. */
    @Test
    void what_is_not_found_after_the_server_said_nothing_may_still_come() {
        mayStillCome(new SQLException("The answer was lost", "08006"));
    }

    @Test
    void what_a_pooler_says_of_a_server_that_it_has_lost_is_not_the_servers_word() {
        mayStillCome(told("FATAL", "08P01"));
    }

    private void mayStillCome(SQLException failure) {
        fixture.append("s", 1);
        var losing = new AppendTransaction(BeforeTheAnswer.database(fixture.connections, () -> {
            throw failure;
        }));
        try (var writer = new GroupCommit(losing, AppendLimits.DEFAULT, AppendObserver.NONE)) {
            assertThatThrownBy(() -> writer.append(new NewEvent("s", 1, "order.status-changed.v1", "{}", "{}", "{}")))
                    .isInstanceOf(AppendOutcomeUnknownException.class);
        }
    }

    @Test
    void a_thousand_events_are_looked_up_together_each_by_its_own_place() {
        fixture.append("s500", 1);
        var losing = new AppendTransaction(BeforeTheAnswer.database(fixture.connections, () -> {
            throw new SQLException("The answer was lost", "08006");
        }));
        try (var writer = new GroupCommit(losing, AppendLimits.DEFAULT, AppendObserver.NONE)) {
            List<List<Appended>> appended = writer.appendEach(IntStream.range(0, 1_000)
                    .mapToObj(i -> List.of(
                            new NewEvent("s" + i, 1, "order.status-changed.v1", "{\"i\":" + i + "}", "{}", "{}")))
                    .toList());

            assertThat(appended.get(500)).as("somebody else's").isEmpty();
            assertThat(appended.stream().flatMap(List::stream).map(Appended::position))
                    .isEqualTo(LongStream.rangeClosed(2, 1_000).boxed().toList());
        }
    }

    /** With an error the server says that it undid all; nothing is asked, and nothing is told as appended. */
    @ParameterizedTest
    @CsvSource({"ERROR, 53100", "FEHLER, 55P03", "FEHLER, 57014", "FEHLER, 40001", "FEHLER, 42501"})
    void an_error_is_believed(String severity, String state) {
        PSQLException full = told(severity, state);
        var failing = new AppendTransaction(BeforeTheAnswer.database(fixture.connections, () -> {
            throw full;
        }));
        try (var writer = new GroupCommit(failing, AppendLimits.DEFAULT, AppendObserver.NONE)) {
            assertThatThrownBy(() -> writer.append(LogFixture.event("s", 1)))
                    .isInstanceOf(LogUnavailableException.class)
                    .hasRootCause(full);
        }
    }

    /** Those that were refused may be there nevertheless, from another node: what is between them is not of this one. */
    @Test
    void of_what_is_looked_up_only_successive_events_are_told_together() {
        fixture.append("s", 1);
        fixture.append("others", 1);
        var losing = new AppendTransaction(BeforeTheAnswer.database(fixture.connections, () -> {
            throw new SQLException("The answer was lost", "08006");
        }));
        var told = new ArrayList<List<Long>>();
        var observer = new AppendObserver() {
            @Override
            public void written(int events, long bytes, Duration longestWait, Duration commit) {}

            @Override
            public void committed(List<StoredEvent> events) {
                told.add(events.stream().map(StoredEvent::position).toList());
            }
        };
        try (var writer = new GroupCommit(losing, AppendLimits.DEFAULT, observer)) {
            writer.appendEach(Stream.of("t", "s", "u")
                    .map(stream -> List.of(LogFixture.event(stream, 1)))
                    .toList());
        }

        assertThat(told).containsExactly(List.of(1L), List.of(3L, 4L));
    }

    /** One that nobody has thought of says nothing of the database: what was sent may be there. */
    @Test
    void what_goes_wrong_otherwise_is_answered_and_the_writer_goes_on() {
        goesOnAfter("s", () -> {
            throw new IllegalStateException("Unforeseen");
        });
        goesOnAfter("t", () -> {
            throw new NoClassDefFoundError("Unforeseen");
        });
        assertThat(fixture.connections.getHikariPoolMXBean().getActiveConnections())
                .as("connections that were kept")
                .isZero();
    }

    @Test
    void who_cannot_be_told_of_an_append_does_not_end_the_writer() {
        AppendObserver broken = (events, bytes, wait, commit) -> {
            throw new IllegalStateException("Unforeseen");
        };
        try (var writer = new GroupCommit(fixture.log, AppendLimits.DEFAULT, broken)) {
            for (int version = 1; version <= 2; version++) {
                NewEvent event = LogFixture.event("s", version);
                assertThatThrownBy(() -> writer.append(event)).isInstanceOf(AppendOutcomeUnknownException.class);
            }
        }
        assertThat(fixture.reader.lastPosition()).isEqualTo(2);
    }

    @Test
    void a_writer_that_is_closed_takes_no_more() {
        GroupCommit writer = writer(AppendLimits.DEFAULT);
        writer.append(LogFixture.event("s", 1));
        writer.close();

        assertThatThrownBy(() -> writer.append(LogFixture.event("s", 2)))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageContaining("being stopped");
    }

    private void failsAlone(NewEvent event, Class<? extends Exception> told) throws Exception {
        try (GroupCommit writer = writer(AppendLimits.DEFAULT)) {
            List<CompletableFuture<Appended>> good = new ArrayList<>();
            CompletableFuture<Appended> bad;
            try (Connection lock = locked()) {
                occupy(writer, "first");
                good.addAll(IntStream.range(0, 5)
                        .mapToObj(i -> append(writer, LogFixture.event("a" + i, 1)))
                        .toList());
                bad = append(writer, event);
                good.addAll(IntStream.range(0, 5)
                        .mapToObj(i -> append(writer, LogFixture.event("b" + i, 1)))
                        .toList());
                awaitQueued(writer, 11);
                lock.rollback();
            }

            good.forEach(CompletableFuture::join);
            assertThatThrownBy(bad::join).hasCauseInstanceOf(told);
            assertThat(fixture.query("select count(*), max(position) from order_event"))
                    .containsExactly("11 11");
        }
    }

    private void goesOnAfter(String stream, BeforeTheAnswer.Happening unforeseen) {
        var failing = new AppendTransaction(BeforeTheAnswer.database(fixture.connections, unforeseen));
        try (var writer = new GroupCommit(failing, AppendLimits.DEFAULT, AppendObserver.NONE)) {
            assertThatThrownBy(() -> writer.append(LogFixture.event(stream, 1)))
                    .isInstanceOf(AppendOutcomeUnknownException.class)
                    .hasRootCauseMessage("Unforeseen");

            assertThat(writer.append(LogFixture.event(stream, 2)).position()).isPositive();
        }
    }

    private void isLookedUp(SQLException answer) {
        var losing = new AppendTransaction(BeforeTheAnswer.database(fixture.connections, () -> {
            throw answer;
        }));
        try (var writer = new GroupCommit(losing, AppendLimits.DEFAULT, AppendObserver.NONE)) {
            Appended appended = writer.append(LogFixture.event("s", 1));

            assertThat(fixture.reader.after(0, 10))
                    .singleElement()
                    .satisfies(event -> assertThat(new Appended(event.position(), event.recordedAt()))
                            .isEqualTo(appended));
        }
    }

    /** An error of the server's in the driver's words. */
    private static PSQLException told(String severity, String state) {
        return new PSQLException(new ServerErrorMessage("S" + severity + "\0C" + state + "\0Mfailed\0"));
    }

    private GroupCommit writer(AppendLimits limits) {
        return new GroupCommit(fixture.log, limits, (events, bytes, wait, commit) -> batches.add(events));
    }

    /** Lets the writer take one append, with which it then waits for the lock. */
    private void occupy(GroupCommit writer, String stream) {
        threads.execute(() -> writer.append(LogFixture.event(stream, 1)));
        fixture.awaitOneWaitingForTheLock();
    }

    private CompletableFuture<Appended> append(GroupCommit writer, NewEvent event) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return writer.append(event);
                    } catch (RuntimeException e) {
                        throw new CompletionException(e);
                    }
                },
                threads);
    }

    private Connection locked() throws SQLException {
        Connection connection = fixture.database.owner().getConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(" + AppendTransaction.LOCK + ")");
        }
        return connection;
    }

    private Connection lockedInTurn() {
        try {
            return locked();
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }

    private void awaitWaitingForTheLock(int sessions) {
        Await.until(
                sessions + " wait for the append lock",
                () -> fixture.query("select 1 from pg_locks where locktype = 'advisory' and not granted")
                                .size()
                        == sessions);
    }

    private static void awaitQueued(GroupCommit writer, int appends) {
        Await.until(appends + " appends are queued", () -> writer.queued() == appends);
    }
}
