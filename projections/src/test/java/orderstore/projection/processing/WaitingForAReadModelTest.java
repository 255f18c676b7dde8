package orderstore.projection.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import orderstore.projection.Generation;
import orderstore.projection.LogFixture;
import orderstore.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who needs a change to be in a read model waits for it, whichever node takes it in. */
class WaitingForAReadModelTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final LogFixture log = new LogFixture();
    private final ProjectionProgress progress = new ProjectionProgress(log.connections);

    @BeforeEach
    void one_of_two_segments() {
        log.owner.sql("insert into projection (name) values ('orders')").update();
        log.owner
                .sql("insert into projection_generation values ('orders', 1, 1, true)")
                .update();
        log.owner
                .sql("insert into projection_segment values ('orders', 1, 0, 7), ('orders', 1, 1, 5)")
                .update();
        log.owner.sql("update projection set live = 1").update();
    }

    @AfterEach
    void close() {
        progress.close();
        log.close();
    }

    @Test
    void what_is_in_already_is_not_waited_for() throws Exception {
        assertThat(progress.await("orders", 5, Duration.ZERO)).isTrue();
        assertThat(progress.position("orders")).hasValue(5);
    }

    @Test
    void it_waits_until_the_last_segment_is_there() throws Exception {
        var waiting = waiting(8, 3);

        move(0, 8);
        assertThat(progress.await("orders", 6, Duration.ZERO)).isFalse();
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        move(1, 9);

        for (CompletableFuture<Boolean> one : waiting) {
            assertThat(one.get(40, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(progress.waiting()).isZero();
    }

    @Test
    void a_batch_of_this_node_is_seen_at_once() throws Exception {
        var waiting = waiting(8, 1).getFirst();
        move(0, 8);
        move(1, 8);

        progress.taken(new Generation("orders", 1), 1);

        assertThat(waiting.get(40, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void when_the_time_is_up_it_says_so() throws Exception {
        assertThat(progress.await("orders", 6, Duration.ofMillis(60))).isFalse();
        assertThat(progress.await("nothing", 0, Duration.ofMillis(1))).isFalse();
        assertThat(progress.waiting()).isZero();
    }

    @Test
    void a_node_that_is_stopped_lets_nobody_wait() throws Exception {
        var waiting = waiting(8, 1).getFirst();

        progress.release();

        assertThat(waiting.get(40, TimeUnit.SECONDS)).isFalse();
        assertThat(progress.await("orders", 8, LONG)).isFalse();
        progress.resume();
        assertThat(progress.isReleased()).isFalse();
    }

    @Test
    void one_that_is_closed_by_another_thread_waits_no_longer() {
        ProjectionProgress.Waiter waiter = progress.waiter("orders", 8);
        var waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return waiter.await(LONG);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        waiter.close();

        assertThat(waiting.join()).isFalse();
        assertThat(progress.waiting()).isZero();
    }

    private List<CompletableFuture<Boolean>> waiting(long position, int count) {
        var waiting = new ArrayList<CompletableFuture<Boolean>>();
        for (int i = 0; i < count; i++) {
            waiting.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return progress.await("orders", position, LONG);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        Await.until("all wait", () -> progress.waiting() == count);
        return waiting;
    }

    private void move(int segment, long position) {
        log.owner
                .sql("update projection_segment set position = ? where segment = ?")
                .param(position)
                .param(segment)
                .update();
    }
}
