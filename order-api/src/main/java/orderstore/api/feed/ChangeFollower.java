package orderstore.api.feed;

import java.time.Duration;
import java.util.List;
import orderstore.api.order.Corrections;
import orderstore.api.order.StatusChange;
import orderstore.eventlog.LogFollower;
import orderstore.eventlog.LogTail;

/** The changes that one client wants, as they come. */
final class ChangeFollower implements AutoCloseable {

    private final FeedQuery query;
    private final LogFollower log;
    private final Corrections corrections;

    ChangeFollower(FeedQuery query, LogTail tail, Corrections corrections) {
        this.query = query;
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
            List<StatusChange> wanted = wanted(part);
            if (!wanted.isEmpty()) {
                return wanted;
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
