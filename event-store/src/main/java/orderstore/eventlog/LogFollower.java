package orderstore.eventlog;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import orderstore.eventlog.Waiters.Seen;
import orderstore.eventlog.Waiters.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * One reader's way along the log: each event once and in order, first what is stored and then what comes. Not for
 * concurrent use, but that any thread may close it.
 */
public final class LogFollower implements AutoCloseable {

    private static final int CHUNK = 1_000;

    private final LogTail tail;
    private final @Nullable String stream;
    private final LongFunction<List<StoredEvent>> stored;
    private long position;
    private long purges;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Waiter pending;

    LogFollower(LogTail tail, LogReader log, long after, @Nullable String stream) {
        this.tail = tail;
        this.purges = tail.purges();
        this.stream = stream;
        this.stored = stream == null ? from -> log.after(from, CHUNK) : new StreamTail(log, stream)::after;
        this.position = after;
    }

    /**
     * A part of the log.
     *
     * @param events without a gap, but for those of streams that are not wanted; empty if the time was up
     * @param latest whether there was nothing after them when they were read
     */
    public record Part(List<StoredEvent> events, boolean latest) {
        private static final Part NONE = new Part(List.of(), true);
    }

    /** How a wait for one stream ended. */
    public enum Wait {
        /** It has events that are new. */
        CHANGED,
        /** Streams have left the log, of which it may be one. */
        PURGED,
        /** The time is up, or the tail was released. */
        OVER
    }

    /**
     * The next events, waiting for them if there are none yet. None if the time is up, or if the tail was released or this
     * was closed.
     *
     * @throws LogUnavailableException if the log cannot be read
     */
    public Part next(Duration atMost) throws InterruptedException {
        return next(atMost, false);
    }

    private Part next(Duration atMost, boolean untilPurge) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            Seen seen = await(deadline, untilPurge);
            if (seen == null || (seen.purged() && untilPurge)) {
                return Part.NONE;
            }
            if (seen.behind()) {
                List<StoredEvent> events = catchUp();
                if (!events.isEmpty()) {
                    return new Part(events, false);
                }
            } else {
                position = Math.max(position, seen.through());
                if (!seen.events().isEmpty() || tail.isReleased()) {
                    return new Part(seen.events(), seen.through() >= tail.position());
                }
            }
        }
    }

    /**
     * Waits for the next events, or until something is purged.
     *
     * @throws LogUnavailableException if the log cannot be read
     */
    public Wait await(Duration atMost) throws InterruptedException {
        Part part = next(atMost, true);
        if (!part.events().isEmpty()) {
            return Wait.CHANGED;
        }
        boolean purged = isPurged();
        purges = tail.purges();
        return purged ? Wait.PURGED : Wait.OVER;
    }

    private boolean isPurged() {
        return tail.purges() != purges;
    }

    private @Nullable Seen await(long deadline, boolean untilPurge) throws InterruptedException {
        Waiter waiter = pending == null ? tail.next(position, stream) : pending;
        pending = waiter;
        if (closed.get()) {
            tail.forget(waiter);
            return null;
        }
        if (untilPurge && isPurged()) {
            return null; // It may have begun to wait just after that.
        }
        try {
            Seen seen = waiter.seen().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            pending = null;
            return seen;
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // Nobody completes it so.
        }
    }

    private List<StoredEvent> catchUp() {
        long known = tail.position();
        List<StoredEvent> events = stored.apply(position);
        position =
                events.isEmpty() ? Math.max(position, known) : events.getLast().position();
        return events;
    }

    /** Ends its waiting, if it does. Whoever began to wait just before sees that it is closed. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Waiter waiter = pending;
        if (waiter != null) {
            tail.forget(waiter);
            waiter.seen().complete(new Seen(List.of(), waiter.after(), false));
        }
        tail.forgetFollower();
    }
}
