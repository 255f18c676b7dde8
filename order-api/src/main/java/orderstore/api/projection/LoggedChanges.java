package orderstore.api.projection;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import orderstore.eventlog.LogRanges;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.LogTail;
import orderstore.eventlog.LogUnavailableException;
import orderstore.eventlog.StoredEvent;
import orderstore.projection.ChangeLog;
import orderstore.projection.LoggedChange;
import orderstore.projection.OrderRange;
import org.springframework.dao.DataAccessResourceFailureException;

/** The log as read models see it: that it cannot be read they are told as any failure of the database. */
final class LoggedChanges implements ChangeLog {

    private final LogReader log;
    private final LogTail tail;
    private final LogRanges ranges;

    /** @param ranges reads with connections of the rebuilds' own, for long */
    LoggedChanges(LogReader log, LogTail tail, LogRanges ranges) {
        this.log = log;
        this.tail = tail;
        this.ranges = ranges;
    }

    @Override
    public List<LoggedChange> read(long after, long through, int limit) {
        return asked(() -> changes(tail.read(after, through, limit)));
    }

    @Override
    public void forget(long through) {
        tail.purged(through);
    }

    @Override
    public List<LoggedChange> histories(Collection<String> orderIds) {
        return asked(() -> changes(log.streams(orderIds)));
    }

    @Override
    public long lastPosition() {
        return asked(log::lastPosition);
    }

    @Override
    public List<OrderRange> ranges(int changes) {
        return asked(() -> ranges.plan(changes).stream()
                .map(range -> new OrderRange(range.month(), range.after(), range.last(), range.events()))
                .toList());
    }

    @Override
    public void read(OrderRange range, long through, Consumer<LoggedChange> each) {
        var wanted = new LogRanges.Range(range.month(), range.after(), range.last(), range.changes());
        asked(() -> {
            ranges.read(wanted, through, event -> each.accept(change(event)));
            return range;
        });
    }

    private static <T> T asked(Supplier<T> log) {
        try {
            return log.get();
        } catch (LogUnavailableException e) {
            throw new DataAccessResourceFailureException(String.valueOf(e.getMessage()), e);
        }
    }

    private static List<LoggedChange> changes(List<StoredEvent> events) {
        return events.stream().map(LoggedChanges::change).toList();
    }

    private static LoggedChange change(StoredEvent event) {
        return new LoggedChange(
                event.position(), event.recordedAt(), event.stream(), event.version(), event.type(), event.payload());
    }
}
