package orderstore.api.feed;

import java.time.Duration;
import java.util.List;
import orderstore.api.order.Corrections;
import orderstore.api.order.StatusChange;
import orderstore.eventlog.LogFollower;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.LogTail;

/** The changes that one client wants, as they come. */
final class ChangeFollower implements AutoCloseable {

    private final FeedQuery query;
    private final LogFollower log;
    private final LogReader reader;
    private final Corrections corrections;
    private final long floor;
    private long position;

    /** @param floor of the log, as it was before */
    ChangeFollower(FeedQuery query, long floor, LogReader reader, LogTail tail, Corrections corrections) {
        this.query = query;
        this.reader = reader;
        this.floor = floor;
        this.position = query.after();
        this.log = tail.follow(query.after(), query.stream());
        this.corrections = corrections;
    }

    /** The next ones; none if the time is up, or if this node is to be stopped. */
    List<StatusChange> next(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            LogFollower.Part part = log.next(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
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
        }
    }

    /**
     * Waits for the next ones, which it passes over.
     *
     * @return the position after which they are, or would be if the time is up
     */
    long arrival(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            LogFollower.Part part = log.next(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            if (part.events().isEmpty() || hasWanted(part)) {
                return position;
            }
            position = part.events().getLast().position();
        }
    }

    private boolean hasWanted(LogFollower.Part part) {
        return query.statuses().isEmpty()
                || part.events().stream().map(StatusChange::of).anyMatch(query);
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
    private List<StatusChange> wanted(LogFollower.Part part) {
        List<StatusChange> changes =
                part.events().stream().map(StatusChange::of).toList();
        return part.latest()
                ? Corrections.shownAmong(changes).stream().filter(query).toList()
                : corrections.shown(changes.stream().filter(query).toList());
    }

    @Override
    public void close() {
        log.close();
    }
}
