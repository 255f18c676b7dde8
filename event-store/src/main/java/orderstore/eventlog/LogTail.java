package orderstore.eventlog;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import orderstore.eventlog.Waiters.Seen;
import orderstore.eventlog.Waiters.Waiter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the log on this node, for all who follow it. One thread reads what is new, once for all of them, and
 * hands it to those who wait for it; who waits costs no query, and if nobody follows nothing is read.
 *
 * <p>That there is something new it is told: by the writer of this node after each COMMIT, with the events, and by
 * {@link NodeLink} for the other nodes, whose events it reads. Neither waits for a follower: telling takes no lock.
 */
public final class LogTail implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(LogTail.class);
    private static final int CHUNK = 1_000;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final LogReader log;
    private final InstantSource clock;
    private final TailObserver observer;
    private final AtomicLong committed = new AtomicLong();
    private final AtomicReference<Heard> heard = new AtomicReference<>(new Heard(0));
    private final WrittenEvents written = new WrittenEvents();
    private final Thread reader = new Thread(this::readUntilClosed, "log-tail");

    private final ReentrantLock lock = new ReentrantLock(); // Held for what follows.
    private final RecentEvents recent = new RecentEvents();
    private final Waiters waiters = new Waiters();
    private final AtomicInteger interested = new AtomicInteger();
    private final AtomicInteger followers = new AtomicInteger(); // Of those, all but the processors.
    private volatile long unfollowed; // Up to here nobody was there to see it in time.
    private volatile long purges;
    private volatile boolean released;
    private volatile boolean closed;

    public LogTail(LogReader log, InstantSource clock, TailObserver observer) {
        this.log = log;
        this.clock = clock;
        this.observer = observer;
        reader.setDaemon(true);
        reader.start();
    }

    /** The log has been read or written by this node up to here: every event up to it is committed. */
    public long position() {
        return Math.max(committed.get(), recent.to());
    }

    /** How many follow the log now, processors apart. */
    public int followers() {
        return followers.get();
    }

    /** This node has written successive events. Cheap: the thread that writes the log calls it. */
    public void committed(List<StoredEvent> events) {
        if (interested.get() > 0) {
            written.add(events);
        }
        committed(events.getLast().position());
    }

    /** Every event up to a position is committed. */
    public void committed(long position) {
        committed.accumulateAndGet(position, Math::max);
        heard(position);
    }

    /** Up to a position events may have been purged: none of them is handed out from memory any more. */
    public void purged(long through) {
        lock.lock();
        try {
            recent.forget(through);
        } finally {
            lock.unlock();
        }
    }

    /** So often something was purged, by the database. Who waits for a stream looks whether it is still there. */
    public void purges(long times) {
        List<Waiter> concerned;
        lock.lock();
        try {
            concerned = times > purges ? waiters.takeThoseOfStreams() : List.of();
            purges = Math.max(purges, times);
        } finally {
            lock.unlock();
        }
        concerned.forEach(waiter -> waiter.seen().complete(new Seen(List.of(), waiter.after(), false, true)));
    }

    /** How many purges this node knows of. */
    public long purges() {
        return purges;
    }

    /** Somebody says that there is an event at a position; if that is not so, nothing comes of it. */
    void heard(long position) {
        heard.updateAndGet(before -> before.and(position));
        if (interested.get() > 0 && position > recent.to()) {
            LockSupport.unpark(reader);
        }
    }

    /**
     * Follows the log from after a position.
     *
     * @param stream whose events alone are wanted; null: all
     */
    public LogFollower follow(long after, @Nullable String stream) {
        join();
        followers.incrementAndGet();
        return new LogFollower(this, log, after, stream);
    }

    /** A follower follows no longer. */
    void forgetFollower() {
        followers.decrementAndGet();
        leave();
    }

    /** What is new is read for one more, until it leaves. */
    void join() {
        lock.lock();
        try {
            if (interested.getAndIncrement() == 0) {
                unfollowed = heard.get().position();
                recent.restartAt(committed.get());
            }
        } finally {
            lock.unlock();
        }
        LockSupport.unpark(reader); // It may have heard of events while nobody wanted them.
    }

    /**
     * The events after one position and up to another that is known to be committed: from memory if they are new,
     * else from the database.
     *
     * @param limit how many at most; fewer come if they are large, none only if there are none
     * @throws LogUnavailableException if the database cannot be read
     */
    public List<StoredEvent> read(long after, long through, int limit) {
        return recentOrStored(after, through, limit).stream()
                .limit(limit)
                .takeWhile(event -> event.position() <= through)
                .toList();
    }

    private List<StoredEvent> recentOrStored(long after, long through, int limit) {
        lock.lock();
        try {
            if (recent.reachBackTo(after) && recent.to() >= through) {
                return recent.after(after, null);
            }
        } finally {
            lock.unlock();
        }
        return log.after(after, limit);
    }

    void leave() {
        interested.decrementAndGet();
    }

    /** Waits for the next events after a position; for none if there is no more waiting. */
    Waiter next(long after, @Nullable String stream) {
        var waiter = new Waiter(after, stream, new CompletableFuture<>());
        lock.lock();
        try {
            List<StoredEvent> known = recent.after(after, stream);
            if (released) {
                waiter.seen().complete(new Seen(List.of(), after, false));
            } else if (!recent.reachBackTo(after)) {
                waiter.seen().complete(new Seen(List.of(), after, true));
            } else if (!known.isEmpty()) {
                waiter.seen().complete(new Seen(known, recent.to(), false));
            } else {
                waiters.add(waiter);
            }
        } finally {
            lock.unlock();
        }
        return waiter;
    }

    void forget(Waiter waiter) {
        lock.lock();
        try {
            waiters.remove(waiter);
        } finally {
            lock.unlock();
        }
    }

    private void readUntilClosed() {
        while (!closed) {
            if (interested.get() == 0 || heard.get().position() <= recent.to()) {
                LockSupport.park(this);
                continue;
            }
            try {
                read(heard.get());
            } catch (RuntimeException | Error e) {
                Disturbance.tell(LOGGER, "The log is not followed at the moment", e);
                pause();
            }
        }
    }

    private void read(Heard said) {
        List<StoredEvent> own = written.takeAfter(recent.to());
        List<StoredEvent> events = own.isEmpty() ? log.after(recent.to(), CHUNK) : own;
        if (events.isEmpty()) {
            heard.compareAndSet(said, new Heard(recent.to())); // There is nothing of what was said, nor was more said.
            return;
        }
        measure(events);
        handOut(events);
    }

    private void measure(List<StoredEvent> events) {
        List<StoredEvent> awaited =
                events.stream().filter(event -> event.position() > unfollowed).toList();
        if (!awaited.isEmpty()) {
            Duration lag = Duration.between(awaited.getFirst().recordedAt(), clock.instant());
            observer.seen(awaited.size(), lag.isNegative() ? Duration.ZERO : lag);
        }
    }

    private void handOut(List<StoredEvent> read) {
        List<Waiter> wanted;
        List<StoredEvent> events;
        lock.lock();
        try {
            // The first of new followers may have begun further on meanwhile.
            events = read.stream()
                    .filter(event -> event.position() > recent.to())
                    .toList();
            if (events.isEmpty()) {
                return;
            }
            recent.add(events);
            wanted = waiters.take(events);
        } finally {
            lock.unlock();
        }
        long through = events.getLast().position();
        for (Waiter waiter : wanted) {
            waiter.seen().complete(new Seen(waiter.wanted(events), Math.max(waiter.after(), through), false));
        }
    }

    private void pause() {
        LockSupport.parkNanos(this, PAUSE.toNanos()); // Not as long if more is heard.
    }

    /** Whether nobody waits any longer. */
    public boolean isReleased() {
        return released;
    }

    /** Lets waiting again, after {@link #release()}. */
    public void resume() {
        released = false;
    }

    /** Ends all waiting, and lets nobody wait from now on: this node is to be stopped. */
    public void release() {
        List<Waiter> all;
        lock.lock();
        try {
            released = true;
            all = waiters.takeAll();
        } finally {
            lock.unlock();
        }
        all.forEach(waiter -> waiter.seen().complete(new Seen(List.of(), waiter.after(), false)));
    }

    @Override
    public void close() {
        release();
        closed = true;
        LockSupport.unpark(reader);
    }
}
