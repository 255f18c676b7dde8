package orderstore.api.order;

import java.time.Duration;
import orderstore.api.waiting.Wait;
import orderstore.eventlog.HeadWithLast;
import orderstore.eventlog.LogFollower;
import orderstore.eventlog.LogTail;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the next version of an order, or until it is purged.
 *
 * @param mayBePurged whether that may have happened before anybody waited
 */
record AwaitedVersion(String order, LogFollower changes, Duration atMost, boolean mayBePurged, OrderHeads orders)
        implements Wait {

    /** @param purges that were known when it was read */
    static AwaitedVersion after(HeadWithLast seen, Duration atMost, long purges, LogTail tail, OrderHeads orders) {
        String order = seen.head().stream();
        LogFollower changes = tail.follow(seen.last().position(), order);
        return new AwaitedVersion(order, changes, atMost, tail.purges() != purges, orders);
    }

    @Override
    public @Nullable Object await() throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        boolean isToBeFound = mayBePurged;
        while (true) {
            if (isToBeFound) {
                orders.headWithLast(order); // Or it is gone.
            }
            LogFollower.Wait wait = changes.await(Duration.ofNanos(deadline - System.nanoTime()));
            if (wait != LogFollower.Wait.PURGED) {
                return null;
            }
            isToBeFound = true;
        }
    }

    @Override
    public void close() {
        changes.close();
    }
}
