package orderstore.api.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import orderstore.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Uploads of several batches, of which two are on their way at once, end as if there was one. */
class UploadingInBatchesTest extends Uploads {

    private static final List<String> LIFE = List.of("PLACED", "CONFIRMED", "PACKED", "SHIPPED", "DELIVERED");

    private static final String WAITING = "locktype = 'advisory' and not granted"
            + " and database = (select oid from pg_database where datname = current_database())";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        threads.close();
    }

    @Test
    void an_order_of_successive_batches_is_changed_in_the_order_of_its_lines() throws Exception {
        List<JsonNode> results = upload(lives(900));

        assertThat(texts(results, "result")).hasSize(4_500).containsOnly("appended");
        assertThat(texts(results, "line")).containsExactlyElementsOf(numbers(4_500));
        assertThat(texts(results, "version")).containsExactlyElementsOf(versions(900));
    }

    @Test
    void of_two_uploads_of_the_same_at_once_each_line_is_appended_by_one_and_replayed_by_the_other() throws Exception {
        Callable<List<JsonNode>> upload = () -> upload(lives(700));
        Future<List<JsonNode>> first = threads.submit(upload);
        Future<List<JsonNode>> second = threads.submit(upload);

        List<String> one = texts(first.get(), "result");
        List<String> other = texts(second.get(), "result");

        assertThat(IntStream.range(0, 3_500).mapToObj(i -> Set.of(one.get(i), other.get(i))))
                .containsOnly(Set.of("appended", "replayed"));
        assertThat(texts(first.get(), "version")).containsExactlyElementsOf(versions(700));
        assertThat(texts(second.get(), "version")).containsExactlyElementsOf(versions(700));
    }

    @Test
    void a_batch_that_fails_ends_the_upload_though_the_next_may_be_stored_and_all_can_be_sent_again() throws Exception {
        String lines = IntStream.range(0, 2_500)
                .mapToObj(i -> line("f" + i, "c", "PLACED", "report"))
                .collect(Collectors.joining("\n"));
        Future<HttpResponse<String>> failing;
        try (Connection lock = database().owner().getConnection();
                Statement statement = lock.createStatement()) {
            lock.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(8030591472429199207)");
            failing = threads.submit(() -> post(lines));
            awaitWaiting();
            statement.execute("select pg_terminate_backend(pid) from pg_locks where " + WAITING);
            awaitWaiting(); // The writer asks on another connection what became of it.
            lock.rollback();
        }

        assertThatEnded(failing);
        List<JsonNode> again = upload(lines);
        assertThat(texts(again, "result")).isSubsetOf("appended", "replayed").contains("appended");
        assertThat(texts(again, "version")).hasSize(2_500).containsOnly("1");
    }

    /** With a problem if the first batch failed, in the middle of the answer if it was the second that failed. */
    private static void assertThatEnded(Future<HttpResponse<String>> upload) throws InterruptedException {
        try {
            assertThat(upload.get().statusCode()).isEqualTo(503);
            assertThat(upload.get().body()).contains("The log could not take a line between ", "Send it all again");
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(IOException.class);
        }
    }

    private static void awaitWaiting() {
        Await.until(
                "it waits for the lock",
                () -> !database()
                        .rows("select 1 from pg_locks where " + WAITING)
                        .isEmpty());
    }

    /** First the first change of each order, then the second of each. */
    private String lives(int orders) {
        return IntStream.range(0, orders * LIFE.size())
                .mapToObj(i -> line("o" + i % orders, "c-" + i, LIFE.get(i / orders), "command"))
                .collect(Collectors.joining("\n"));
    }

    private static List<String> versions(int orders) {
        return IntStream.range(0, orders * LIFE.size())
                .mapToObj(i -> Integer.toString(i / orders + 1))
                .toList();
    }

    private static List<String> numbers(int lines) {
        return IntStream.rangeClosed(1, lines).mapToObj(Integer::toString).toList();
    }
}
