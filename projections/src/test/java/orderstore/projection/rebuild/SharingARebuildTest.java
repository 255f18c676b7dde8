package orderstore.projection.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import orderstore.projection.Fold;
import orderstore.projection.LoggedChange;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nodes that fill one rebuild together. */
class SharingARebuildTest extends RebuiltOverview {

    private final AtomicBoolean filling = new AtomicBoolean();
    private final CountDownLatch both = new CountDownLatch(2);

    @Test
    void each_takes_its_part_and_no_change_is_taken_in_twice() {
        append(2_000);
        var byFirst = new AtomicInteger();
        var bySecond = new AtomicInteger();
        Node first = counting(byFirst);
        Node second = counting(bySecond);
        awaitAll(first);
        filling.set(true);

        Rebuild started = first.rebuilds().start("overview", true, "ann");
        Await.until("both take part", () -> {
            first.rebuilds().advance();
            second.rebuilds().advance();
            return both.getCount() == 0;
        });
        Rebuild ended = second.awaitState(started.id(), RebuildState.PROMOTED);

        assertThat(byFirst).hasPositiveValue();
        assertThat(bySecond).hasPositiveValue();
        assertThat(byFirst.get() + bySecond.get()).isEqualTo(2_000);
        assertThat(Objects.requireNonNull(ended.differences()).none()).isTrue();
    }

    /** A node of which each fold of the rebuild waits until the other node is at it too. */
    private Node counting(AtomicInteger taken) {
        var begun = new AtomicBoolean();
        return node(
                new Changed(1, fold -> new Fold() {
                    @Override
                    public void add(LoggedChange change) {
                        if (filling.get()) {
                            taken.incrementAndGet();
                            if (begun.compareAndSet(false, true)) {
                                both.countDown();
                            }
                            awaitBoth();
                        }
                        fold.add(change);
                    }

                    @Override
                    public void write(JdbcClient database) {
                        fold.write(database);
                    }
                }),
                100);
    }

    private void awaitBoth() {
        try {
            assertThat(both.await(60, TimeUnit.SECONDS)).as("both take part").isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
