package orderstore.api.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import orderstore.eventlog.LogUnavailableException;
import orderstore.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However many upload, their batches take turns; they give up together when none gets on. */
class TakingTurnsTest {

    private static final Duration MOST = Duration.ofMillis(40);

    private final AtomicLong time = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch second = new CountDownLatch(1);
    private final CountDownLatch none = new CountDownLatch(0);
    private final BatchTurns turns = new BatchTurns(1, MOST, this::time);
    private final ExecutorService uploads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        first.countDown();
        second.countDown();
        uploads.close();
    }

    @Test
    void who_waits_while_others_get_on_gets_its_turn_however_long_that_is() throws Exception {
        Future<Boolean> begun = append(first);
        CompletableFuture<Boolean> next = turns.queue();
        Future<Boolean> between = append(next, second);
        Future<Boolean> last = append(none);
        awaitLooks();
        pass(MOST.minusMillis(10));
        first.countDown();
        Await.until("the next has its turn", () -> next.getNow(false));

        pass(MOST.minusMillis(10));
        awaitLooks();
        assertThat(last).isNotDone();
        second.countDown();

        assertThat(last.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(begun.get()).isTrue();
        assertThat(between.get()).isTrue();
    }

    @Test
    void all_who_wait_while_none_gets_on_are_told() throws Exception {
        Future<Boolean> begun = append(first);
        Future<Boolean> next = append(second);
        Future<Boolean> last = append(none);

        Await.until("both are told", () -> {
            pass(MOST);
            return next.isDone() && last.isDone();
        });

        assertThatUnavailable(next, "no upload got on within PT0.04S");
        assertThatUnavailable(last, "no upload got on within PT0.04S");
        first.countDown();
        assertThat(begun.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(append(none).get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void the_place_of_one_that_ends_is_anothers() throws Exception {
        Future<Boolean> begun = append(first);
        CompletableFuture<Boolean> next = turns.queue();
        Future<Boolean> ended = append(next, none);
        Future<Boolean> last = append(none);

        assertThat(next.complete(false)).isTrue();

        assertThatUnavailable(ended, "the upload has ended");
        first.countDown();
        assertThat(begun.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(last.get(60, TimeUnit.SECONDS)).isTrue();
    }

    private static void assertThatUnavailable(Future<Boolean> upload, String why) {
        assertThatThrownBy(() -> upload.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(LogUnavailableException.class)
                .hasMessageContaining(why);
    }

    private Future<Boolean> append(CountDownLatch until) {
        return append(turns.queue(), until);
    }

    private Future<Boolean> append(CompletableFuture<Boolean> turn, CountDownLatch until) {
        return uploads.submit(() -> turns.append(turn, () -> {
            try {
                return until.await(120, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
    }

    private long time() {
        looks.incrementAndGet();
        return time.get();
    }

    private void pass(Duration more) {
        time.addAndGet(more.toNanos());
    }

    /** Until each who waits has looked at the clock, if there are two at most. */
    private void awaitLooks() {
        int before = looks.get();
        Await.until("all have looked at the clock", () -> looks.get() > before + 8);
    }
}
