package orderstore.api.feed;

import java.time.Duration;
import java.util.List;
import orderstore.api.order.Corrections;
import orderstore.api.order.StatusChange;
import orderstore.eventlog.LogFollower;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.LogTail;
import orderstore.eventlog.StoredEvent;

/** The changes that one client wants, as they come. */
final class ChangeFollower implements AutoCloseable {

    private final FeedQuery query;
    private final LogFollower log;
    private final LogReader reader;
    private final Corrections corrections;
    private final LogSieve sieve;
    private final long floor;
    private long position;

    /** @param floor of the log, as it was before */
    ChangeFollower(
            FeedQuery query, long floor, LogReader reader, LogTail tail, Corrections corrections, LogSieve sieve) {
        this.query = query;
        this.reader = reader;
        this.floor = floor;
        this.position = query.after();
        this.log = tail.follow(query.after(), query.stream());
        this.corrections = corrections;
        this.sieve = sieve;
    }

    /**
     * The next ones; none if the time is up, or if this node is to be stopped. Where few are wanted, one who is behind
     * looks through much before the next, so the time may be up long before the log is at its end.
     */
    List<StatusChange> next(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        do {
            LogFollower.Part part = log.next(until(deadline));
            if (part.events().isEmpty()) {
                return List.of();
            }
            if (!part.latest()) {
                refuseGap();
            }
            position = part.events().getLast().position();
            List<StatusChange> wanted = wanted(part);
            if (!wanted.isEmpty()) {
                return wanted;
            }
        } while (System.nanoTime() - deadline < 0);
        return List.of();
    }

    /**
     * Up to here nothing was wanted but what was given, so that one may come back after it. 0: below the floor, where
     * only those who begin at the beginning are let in.
     */
    long lookedThrough() {
        return position >= floor ? position : 0;
    }

    /**
     * Waits for the next ones, which it passes over.
     *
     * @return the position after which the first of them comes next, or after which they would be if the time is up
     */
    long arrival(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        do {
            LogFollower.Part part = log.next(until(deadline));
            if (part.events().isEmpty() || passOver(part)) {
                return position;
            }
        } while (System.nanoTime() - deadline < 0);
        return position;
    }

    /** Goes on to before the first that is wanted; false: there is none. */
    private boolean passOver(LogFollower.Part part) {
        for (StoredEvent event : part.events()) {
            if (query.statuses().isEmpty() || query.test(StatusChange.of(event))) {
                return true;
            }
            position = event.position();
        }
        return false;
    }

    private static Duration until(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    /** One who reads what is stored may be overtaken by a purge; it must come back, and is told then. */
    private void refuseGap() {
        if (!query.acceptsGaps()) {
            long now = reader.floor();
            if (now > floor && now > position) {
                throw FeedQuery.purged(position, now);
            }
        }
    }

    /** What corrects one of the latest events is itself among them, so that nothing needs to be looked up. */
    private List<StatusChange> wanted(LogFollower.Part part) throws InterruptedException {
        if (!part.latest()) {
            return corrections.shown(sieve.wanted(query, part.events()));
        }
        List<StatusChange> changes =
                part.events().stream().map(StatusChange::of).toList();
        return Corrections.shownAmong(changes).stream().filter(query).toList();
    }

    @Override
    public void close() {
        log.close();
    }
}
