package orderstore.api.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.axonframework.common.lock.Lock;
import org.axonframework.common.lock.LockAcquisitionFailedException;
import org.junit.jupiter.api.Test;

/** Of the changes of an order one goes at a time, and who waits too long is refused. */
class TakingTurnsWithAnOrderTest {

    private final List<Integer> unguarded = new ArrayList<>();

    @Test
    void changes_of_an_order_go_one_after_the_other() {
        var locks = new OrderLocks(Duration.ofMinutes(1));
        try (var clients = Executors.newFixedThreadPool(8)) {
            for (int change = 0; change < 2_000; change++) {
                clients.execute(() -> {
                    Lock lock = locks.obtainLock("o-1");
                    for (int i = 0; i < 100; i++) {
                        unguarded.add(i);
                    }
                    lock.release();
                });
            }
        }

        assertThat(unguarded).hasSize(200_000);
        assertThat(locks.size())
                .as("nothing is kept of an order that nobody changes")
                .isZero();
    }

    @Test
    void who_waits_too_long_is_refused_and_others_are_not() {
        var locks = new OrderLocks(Duration.ofMillis(10));
        Lock lock = locks.obtainLock("o-1");

        CompletableFuture<Lock> refused = CompletableFuture.supplyAsync(() -> locks.obtainLock("o-1"));

        assertThatThrownBy(refused::join).hasCauseInstanceOf(LockAcquisitionFailedException.class);
        assertThat(CompletableFuture.supplyAsync(() -> locks.obtainLock("o-2").isHeld()))
                .succeedsWithin(Duration.ofMinutes(1))
                .isEqualTo(true);
        assertThat(lock.isHeld()).isTrue();
        lock.release();
        assertThat(lock.isHeld()).isFalse();
    }
}
