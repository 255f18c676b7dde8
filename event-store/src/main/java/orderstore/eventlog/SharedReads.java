package orderstore.eventlog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Reads something of streams, their heads for example; those who ask at the same time share a query.
 *
 * <p>A query begins after all of them asked, so each sees what a query of its own would have seen: all that was
 * committed before it asked. Nothing waits for company: while there is a free lane, who asks is read at once.
 * Who began a query in a lane has its answer no sooner than the database or the driver gives up; others need not wait so
 * long.
 */
final class SharedReads<T> {

    /** So many queries at once; more would only share the same cores. */
    private static final int LANES = 2;

    private final int most;
    private final Times times;
    private final Function<List<String>, Map<String, T>> query;
    private final ConcurrentLinkedQueue<Wanted<T>> queue = new ConcurrentLinkedQueue<>();
    private final Semaphore lanes = new Semaphore(LANES);
    private final Semaphore spareLanes;
    private volatile long lastBegun = System.nanoTime();

    /**
     * Reads by a query.
     *
     * @param most of so many streams at once, since all that a query answers is in memory together
     * @param spareLanes for while its lanes wait themselves, for a disk or for a server that is gone
     * @param query answers what there is, by stream
     */
    SharedReads(int most, Times times, Semaphore spareLanes, Function<List<String>, Map<String, T>> query) {
        this.most = most;
        this.times = times;
        this.spareLanes = spareLanes;
        this.query = query;
    }

    /**
     * For how long one waits.
     *
     * @param stall lanes are stalled if some wait and no query has begun for so long
     * @param patience until it is told that the log cannot be read
     */
    record Times(Duration stall, Duration patience) {

        static final Times USUAL = new Times(Duration.ofMillis(10), Duration.ofSeconds(10));
    }

    private record Wanted<T>(String stream, CompletableFuture<Optional<T>> answer) {}

    /**
     * What is wanted of a stream, or empty if the query answers nothing of it.
     *
     * @throws LogUnavailableException if the database cannot be read, or does not answer
     */
    Optional<T> read(String stream) {
        var wanted = new Wanted<T>(stream, new CompletableFuture<>());
        queue.add(wanted);
        if (lanes.tryAcquire()) {
            serve(wanted);
        }
        try {
            return await(wanted);
        } catch (ExecutionException e) {
            throw forCaller(Objects.requireNonNull(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("Interrupted while the log was read.", e);
        }
    }

    private Optional<T> await(Wanted<T> wanted) throws ExecutionException, InterruptedException {
        long begun = System.nanoTime();
        for (long wait = times.stall().toNanos(); ; wait *= 2) {
            try {
                return wanted.answer().get(wait, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                helpOut();
                if (!wanted.answer().isDone()
                        && System.nanoTime() - begun > times.patience().toNanos()) {
                    queue.remove(wanted);
                    throw new LogUnavailableException("The database did not answer in time.", e);
                }
            }
        }
    }

    /** A page that is not in memory makes a query wait, and all who share it; they need not make others wait too. */
    private void helpOut() {
        boolean stalled = System.nanoTime() - lastBegun > times.stall().toNanos();
        if (stalled && !queue.isEmpty() && spareLanes.tryAcquire()) {
            readTogether();
            spareLanes.release();
        }
    }

    /** The same failure with the caller's own stack trace, since many callers share one query. */
    private static RuntimeException forCaller(Throwable failure) {
        return failure instanceof LogUnavailableException down
                ? new LogUnavailableException(String.valueOf(down.getMessage()), down)
                : new IllegalStateException("The log could not be read.", failure);
    }

    /** How many wait for a query to begin. */
    int waiting() {
        return queue.size();
    }

    /** Holds a lane until the one that took it has its answer; others may still wait, and then a thread goes on. */
    private void serve(Wanted<T> mine) {
        while (!mine.answer().isDone() && readTogether()) {
            // The next ones.
        }
        lanes.release();
        if (!queue.isEmpty() && lanes.tryAcquire()) {
            Thread.startVirtualThread(this::serveAll);
        }
    }

    private void serveAll() {
        do {
            while (readTogether()) {
                // The next ones.
            }
            lanes.release();
        } while (!queue.isEmpty() && lanes.tryAcquire());
    }

    /** Whether anybody waited. */
    private boolean readTogether() {
        var together = new ArrayList<Wanted<T>>();
        Wanted<T> next = queue.poll();
        while (next != null) {
            together.add(next);
            next = together.size() < most ? queue.poll() : null;
        }
        if (together.isEmpty()) {
            return false;
        }
        lastBegun = System.nanoTime();
        try {
            Map<String, T> answers =
                    query.apply(together.stream().map(Wanted::stream).distinct().toList());
            together.forEach(one -> one.answer().complete(Optional.ofNullable(answers.get(one.stream()))));
        } catch (RuntimeException | Error e) {
            together.forEach(one -> one.answer().completeExceptionally(e));
        }
        return true;
    }
}
