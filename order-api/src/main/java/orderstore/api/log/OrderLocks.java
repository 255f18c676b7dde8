package orderstore.api.log;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.axonframework.common.lock.Lock;
import org.axonframework.common.lock.LockAcquisitionFailedException;
import org.axonframework.common.lock.LockFactory;
import org.jspecify.annotations.Nullable;

/**
 * Lets the changes of an order take turns; each waits for its own until a deadline. With Axon's own factory it would
 * begin to wait anew with every turn that ends: in front of a log that is away, for as long as all before it wait.
 */
final class OrderLocks implements LockFactory {

    private final ConcurrentMap<String, OrderLock> locks = new ConcurrentHashMap<>();
    private final Duration deadline;

    OrderLocks(Duration deadline) {
        this.deadline = deadline;
    }

    @Override
    public Lock obtainLock(String order) {
        OrderLock lock = Objects.requireNonNull(locks.compute(order, this::wanted));
        boolean isHeld = false;
        try {
            isHeld = lock.turn.tryLock(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LockAcquisitionFailedException("This node is being stopped.", e);
        } finally {
            if (!isHeld) {
                locks.computeIfPresent(order, OrderLocks::unwanted);
            }
        }
        if (!isHeld) {
            throw new LockAcquisitionFailedException("Order " + order + " is being changed by others.");
        }
        return lock;
    }

    /** Of how many orders changes are under way. */
    int size() {
        return locks.size();
    }

    private OrderLock wanted(String order, @Nullable OrderLock known) {
        OrderLock lock = known == null ? new OrderLock(order) : known;
        lock.users++;
        return lock;
    }

    private static @Nullable OrderLock unwanted(String order, OrderLock lock) {
        lock.users--;
        return lock.users == 0 ? null : lock;
    }

    private final class OrderLock implements Lock {
        private final String order;
        private final ReentrantLock turn = new ReentrantLock();
        /** Who holds it or waits for it; counted under the map's lock of this order. */
        private int users;

        OrderLock(String order) {
            this.order = order;
        }

        @Override
        public void release() {
            turn.unlock();
            locks.computeIfPresent(order, OrderLocks::unwanted);
        }

        @Override
        public boolean isHeld() {
            return turn.isHeldByCurrentThread();
        }
    }
}
