package orderstore.eventlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Reads heads of streams; those that are asked for at the same time share a query.
 *
 * <p>A query begins after all of them asked, so each sees what a query of its own would have seen: all that was
 * committed before it asked. Nothing waits for company: while there is a free lane, who asks is read at once.
 *
 * @param <H> what is read of a head
 */
final class HeadReads<H> {

    /** So many queries at once; more would only share the same cores. */
    private static final int LANES = 2;

    private static final int MOST = 500;

    private final Function<List<String>, Map<String, H>> query;
    private final ConcurrentLinkedQueue<Wanted<H>> queue = new ConcurrentLinkedQueue<>();
    private final Semaphore lanes = new Semaphore(LANES);

    /**
     * Reads by a query.
     *
     * @param query answers the heads that there are, by stream
     */
    HeadReads(Function<List<String>, Map<String, H>> query) {
        this.query = query;
    }

    private record Wanted<H>(String stream, CompletableFuture<Optional<H>> head) {}

    /**
     * The head of a stream, or empty if the log has no event of it.
     *
     * @throws LogUnavailableException if the database cannot be read
     */
    Optional<H> read(String stream) {
        var wanted = new Wanted<H>(stream, new CompletableFuture<>());
        queue.add(wanted);
        if (lanes.tryAcquire()) {
            serve(wanted);
        }
        try {
            return wanted.head().join();
        } catch (CompletionException e) {
            throw forCaller(Objects.requireNonNull(e.getCause()));
        }
    }

    /** The same failure with the caller's own stack trace, since many callers share one query. */
    private static RuntimeException forCaller(Throwable failure) {
        return failure instanceof LogUnavailableException down
                ? new LogUnavailableException(String.valueOf(down.getMessage()), down)
                : new IllegalStateException("The head of a stream could not be read.", failure);
    }

    /** How many wait for a query to begin. */
    int waiting() {
        return queue.size();
    }

    /** Holds a lane until the one that took it has its answer; others may still wait, and then a thread goes on. */
    private void serve(Wanted<H> mine) {
        while (!mine.head().isDone() && readTogether()) {
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
        var together = new ArrayList<Wanted<H>>();
        Wanted<H> next = queue.poll();
        while (next != null) {
            together.add(next);
            next = together.size() < MOST ? queue.poll() : null;
        }
        if (together.isEmpty()) {
            return false;
        }
        try {
            Map<String, H> heads =
                    query.apply(together.stream().map(Wanted::stream).distinct().toList());
            together.forEach(one -> one.head().complete(Optional.ofNullable(heads.get(one.stream()))));
        } catch (RuntimeException | Error e) {
            together.forEach(one -> one.head().completeExceptionally(e));
        }
        return true;
    }
}
