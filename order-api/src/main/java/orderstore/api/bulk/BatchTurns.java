package orderstore.api.bulk;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import orderstore.eventlog.LogUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a few batches of all uploads be appended at once, the others in the order in which they came.
 *
 * <p>A batch may wait for long because many are before it, and is appended all the same: its wait counts only from when
 * the last of them got on. When none has got on for as long as the log may take to answer, it is away, and all who wait are
 * told at once. Without that they would have to find it out a few at a time.
 */
final class BatchTurns {

    private static final Logger LOGGER = LoggerFactory.getLogger(BatchTurns.class);

    /** The driver gives an answer up after it. */
    private static final Duration LONGEST_READ = Duration.ofSeconds(40);

    private final long patience;
    private final LongSupplier nanoTime;

    private final ReentrantLock lock = new ReentrantLock(); // Held for the two that follow.
    private final Queue<CompletableFuture<Boolean>> waiting = new ArrayDeque<>();
    private int free;

    private volatile long gotOn;

    /**
     * For so many at once.
     *
     * @param deadline of the log: so long an append may wait to be written, and then once more for the outcome; before it
     *     a batch reads the orders that are not in memory
     */
    BatchTurns(int atOnce, Duration deadline) {
        this(atOnce, deadline.multipliedBy(2).plus(LONGEST_READ), System::nanoTime);
    }

    BatchTurns(int atOnce, Duration patience, LongSupplier nanoTime) {
        this.free = atOnce;
        this.patience = patience.toNanos();
        this.nanoTime = nanoTime;
        this.gotOn = nanoTime.getAsLong();
    }

    /** A place behind all who wait. Who completes it with false gives it up, unless its turn has come. */
    CompletableFuture<Boolean> queue() {
        var turn = new CompletableFuture<Boolean>();
        lock.lock();
        try {
            if (free > 0) {
                free--;
                turn.complete(true);
            } else {
                waiting.add(turn);
            }
        } finally {
            lock.unlock();
        }
        return turn;
    }

    /**
     * Appends a batch when its turn has come.
     *
     * @throws LogUnavailableException if no batch gets on, or its place was given up; nothing was appended
     */
    <T> T append(CompletableFuture<Boolean> turn, Supplier<T> batch) throws InterruptedException {
        await(turn);
        try {
            T result = batch.get();
            gotOn = nanoTime.getAsLong();
            return result;
        } finally {
            next();
        }
    }

    private void await(CompletableFuture<Boolean> turn) throws InterruptedException {
        long begun = nanoTime.getAsLong();
        while (true) {
            long last = gotOn;
            long left = patience - (nanoTime.getAsLong() - (last - begun > 0 ? last : begun));
            if (left <= 0 && turn.complete(false)) {
                throw new LogUnavailableException(
                        "Nothing was appended: no upload got on within " + Duration.ofNanos(patience) + ".", null);
            }
            try {
                if (!turn.get(Math.max(0, left), TimeUnit.NANOSECONDS)) {
                    throw new LogUnavailableException("Nothing was appended: the upload has ended.", null);
                }
                return;
            } catch (TimeoutException e) {
                LOGGER.debug("A batch still waits for its turn", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e); // Nobody completes it so.
            } catch (InterruptedException e) {
                if (!turn.complete(false) && turn.join()) {
                    next();
                }
                throw e;
            }
        }
    }

    /** The turn of one is over. */
    private void next() {
        lock.lock();
        try {
            CompletableFuture<Boolean> first = waiting.poll();
            while (first != null && !first.complete(true)) {
                first = waiting.poll();
            }
            free += first == null ? 1 : 0;
        } finally {
            lock.unlock();
        }
    }
}
