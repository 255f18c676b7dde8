package orderstore.benchmark.projection;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import orderstore.eventlog.LogRanges;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.LogTail;
import orderstore.eventlog.StoredEvent;
import orderstore.projection.ChangeLog;
import orderstore.projection.LoggedChange;
import orderstore.projection.OrderRange;

/** The log as read models see it, as the product wires it. */
record LoggedChanges(LogReader log, LogTail tail, LogRanges ranges) implements ChangeLog {

    @Override
    public List<LoggedChange> read(long after, long through, int limit) {
        return tail.read(after, through, limit).stream()
                .map(LoggedChanges::change)
                .toList();
    }

    @Override
    public List<LoggedChange> histories(Collection<String> orderIds) {
        return log.streams(orderIds).stream().map(LoggedChanges::change).toList();
    }

    @Override
    public long lastPosition() {
        return log.lastPosition();
    }

    @Override
    public List<OrderRange> ranges(int changes) {
        return ranges.plan(changes).stream()
                .map(range -> new OrderRange(range.month(), range.after(), range.last(), range.events()))
                .toList();
    }

    @Override
    public void read(OrderRange range, long through, Consumer<LoggedChange> each) {
        var wanted = new LogRanges.Range(range.month(), range.after(), range.last(), range.changes());
        ranges.read(wanted, through, event -> each.accept(change(event)));
    }

    private static LoggedChange change(StoredEvent event) {
        return new LoggedChange(
                event.position(), event.recordedAt(), event.stream(), event.version(), event.type(), event.payload());
    }
}
