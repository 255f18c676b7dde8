package orderstore.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import orderstore.api.security.RunningServer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.config.ScheduledTaskHolder;

/** What a node does again and again goes on, however long one of it takes. */
class HoldingUpAJobTest extends RunningServer {

    private static final Duration AT_ONCE = Duration.ofMillis(1);

    @Autowired
    private TaskScheduler scheduler;

    @Autowired
    private ScheduledTaskHolder jobs;

    @Test
    void a_job_that_hangs_holds_up_no_other() throws Exception {
        var released = new CountDownLatch(1);
        var hanging = new CountDownLatch(1);
        var runs = new CountDownLatch(3);
        var stuck = scheduler.scheduleWithFixedDelay(() -> hang(hanging, released), AT_ONCE);
        assertThat(hanging.await(1, TimeUnit.MINUTES)).isTrue();

        var other = scheduler.scheduleWithFixedDelay(runs::countDown, AT_ONCE);

        try {
            assertThat(runs.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            other.cancel(false);
            stuck.cancel(false);
            released.countDown();
        }
    }

    @Test
    void there_is_a_thread_for_each() {
        assertThat(scheduler)
                .isInstanceOfSatisfying(
                        ThreadPoolTaskScheduler.class,
                        threads -> assertThat(jobs.getScheduledTasks().size())
                                .isBetween(
                                        1,
                                        threads.getScheduledThreadPoolExecutor().getCorePoolSize()));
    }

    private static void hang(CountDownLatch hanging, CountDownLatch released) {
        hanging.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
