package orderstore.api.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import orderstore.api.archive.ImportedChange;
import orderstore.eventlog.LogUnavailableException;
import orderstore.eventlog.StoredEvent;
import orderstore.order.ChangeId;
import orderstore.order.Claim;
import orderstore.order.Kind;
import orderstore.order.OrderId;
import orderstore.order.model.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One batch is decided while another is appended, and nobody can tell. */
class KeepingTwoBatchesInFlightTest {

    private final CountDownLatch go = new CountDownLatch(1);
    private final CompletableFuture<Void> secondIsDone = new CompletableFuture<>();
    private final BatchesInFlight inFlight = new BatchesInFlight(this::append);

    @AfterEach
    void close() {
        go.countDown();
        inFlight.close();
    }

    @Test
    void the_first_is_the_first_to_be_answered_though_the_second_is_done_before() throws Exception {
        assertThat(inFlight.begin(batch("slow"))).isTrue();
        assertThat(inFlight.begin(batch("fast"))).isTrue();

        secondIsDone.get(60, TimeUnit.SECONDS);
        go.countDown();

        assertThat(inFlight.remove().results().get())
                .extracting(BulkResult::orderId)
                .containsExactly("slow");
        assertThat(inFlight.remove().results().get())
                .extracting(BulkResult::orderId)
                .containsExactly("fast");
        assertThat(inFlight.isEmpty()).isTrue();
    }

    @Test
    void no_third_begins() {
        inFlight.begin(batch("slow"));
        inFlight.begin(batch("fast"));

        assertThat(inFlight.begin(batch("other"))).isFalse();
    }

    @Test
    void a_batch_waits_for_one_that_has_one_of_its_orders() throws Exception {
        inFlight.begin(batch("slow", "a", "b"));

        assertThat(inFlight.begin(batch("c", "b", "d"))).isFalse();
        go.countDown();
        inFlight.remove().results().get();
        assertThat(inFlight.begin(batch("c", "b", "d"))).isTrue();
    }

    @Test
    void changes_and_imports_never_go_together() throws Exception {
        inFlight.begin(batch("slow"));
        assertThat(inFlight.begin(archived("a"))).isFalse();
        go.countDown();
        inFlight.remove().results().get();

        assertThat(inFlight.begin(archived("a"))).isTrue();
        assertThat(inFlight.begin(batch("fast"))).isFalse();
        assertThat(inFlight.begin(archived("b"))).isFalse();
        inFlight.remove().results().get();
        assertThat(inFlight.begin(batch("fast"))).isTrue();
    }

    @Test
    void a_failure_is_told_in_its_turn_and_the_other_batch_comes_to_its_end() throws Exception {
        inFlight.begin(batch("slow", "down"));
        inFlight.begin(batch("fast"));
        secondIsDone.get(60, TimeUnit.SECONDS);
        go.countDown();

        assertThatThrownBy(inFlight.remove().results()::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(LogUnavailableException.class);
        assertThat(inFlight.remove().results().get()).hasSize(1);
    }

    private List<BulkResult> append(List<BulkLine> lines) throws InterruptedException {
        List<String> orders = lines.stream()
                .map(line -> line instanceof BulkLine.Change change
                        ? change.orderId().value()
                        : "archived")
                .toList();
        if (orders.contains("slow")) {
            go.await();
        }
        if (orders.contains("down")) {
            throw new LogUnavailableException("Nothing was appended.", null);
        }
        if (orders.contains("fast")) {
            secondIsDone.complete(null);
        }
        return lines.stream()
                .map(line -> new BulkResult(
                        line.number(), BulkResult.APPENDED, orders.get((int) line.number() - 1), "c", 1, null))
                .toList();
    }

    private static List<BulkLine> batch(String... orders) {
        return IntStream.range(0, orders.length)
                .mapToObj(i -> (BulkLine) new BulkLine.Change(i + 1, 100, new OrderId(orders[i]), claim()))
                .toList();
    }

    private static List<BulkLine> archived(String order) {
        var event = new StoredEvent(1, Instant.EPOCH, order, 1, "order.status-changed.v1", "{}", "{}");
        return List.of(new BulkLine.Imported(1, 100, new ImportedChange(event, "hash")));
    }

    private static Claim claim() {
        return new Claim(new ChangeId("c"), Kind.REPORT, new Status("PLACED"), null, null, null, Map.of(), null);
    }
}
