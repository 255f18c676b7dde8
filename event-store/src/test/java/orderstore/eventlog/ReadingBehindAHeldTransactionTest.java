package orderstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/**
 * The skipped event: a transaction took a position and commits late, after others with higher positions. A
 * reader that has gone on to those never sees it. The append lock is what prevents it.
 */
class ReadingBehindAHeldTransactionTest {

    @Test
    void a_reader_of_the_log_never_passes_a_transaction_that_commits_late() throws Exception {
        try (var fixture = new LogFixture();
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection held = fixture.connections.getConnection()) {
            held.setAutoCommit(false);
            AppendStatement.run(held, List.of(LogFixture.event("late", 1)));

            var overtaking = CompletableFuture.supplyAsync(() -> fixture.append("early", 1), threads);
            fixture.awaitOneWaitingForTheLock();
            assertThat(fixture.reader.after(0, 10)).isEmpty();

            held.commit();
            assertThat(overtaking.get().position()).isEqualTo(2);
            assertThat(fixture.reader.after(0, 10))
                    .extracting(StoredEvent::stream)
                    .containsExactly("late", "early");
        }
    }

    /** The same with a sequence for the position and no lock, as other stores do it: the reader loses an event. */
    @Test
    void without_the_lock_the_reader_would_lose_the_late_event() throws Exception {
        try (var fixture = new LogFixture()) {
            fixture.database.execute("create table naive (position bigserial, stream text)");
            try (Connection held = fixture.database.owner().getConnection();
                    Statement statement = held.createStatement()) {
                held.setAutoCommit(false);
                statement.execute("insert into naive (stream) values ('late')");
                fixture.database.execute("insert into naive (stream) values ('early')");

                List<String> first = fixture.query("select position, stream from naive where position > 0");
                held.commit();
                List<String> rest = fixture.query("select position, stream from naive where position > 2");

                assertThat(first).containsExactly("2 early");
                assertThat(rest).as("the late event is lost to this reader").isEmpty();
            }
        }
    }
}
