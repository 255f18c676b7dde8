package orderstore.projection;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import orderstore.eventlog.LogAdvances;
import orderstore.eventlog.LogRanges;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.LogTail;
import orderstore.eventlog.StoredEvent;
import orderstore.eventlog.TailObserver;
import orderstore.order.OrderEvent;
import orderstore.order.wire.OrderEventJson;
import orderstore.testing.TestDatabase;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.StreamableMessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A log in a database of its own, as read models see it. */
public final class LogFixture implements ChangeLog, AutoCloseable {

    public final TestDatabase database = TestDatabase.migrated();
    public final HikariDataSource connections = database.application(20);
    public final JdbcClient sql = JdbcClient.create(connections);
    public final JdbcClient owner = JdbcClient.create(database.owner());
    public final LogReader reader = new LogReader(connections);
    public final LogTail tail = new LogTail(reader, InstantSource.system(), TailObserver.NONE);
    public final Function<Duration, StreamableMessageSource<TrackedEventMessage<?>>> advances =
            gathering -> new LogAdvances(reader, tail, gathering);
    private final LogRanges ranges = new LogRanges(connections);
    private final Map<String, Integer> versions = new HashMap<>();

    /** Appends what happened to an order; its version is the next. */
    public long append(String order, OrderEvent event) {
        return append(order, OrderEventJson.type(event.getClass()) + ".v1", OrderEventJson.write(event));
    }

    /** Appends whatever is said to have happened to an order. */
    public synchronized long append(String order, String type, String payload) {
        int version = versions.merge(order, 1, Integer::sum);
        long position = Objects.requireNonNull(sql.sql("select event_position from append_events(?, ?, ?, ?, ?, ?)")
                .param(new String[] {order})
                .param(new Integer[] {version})
                .param(new String[] {type})
                .param(new String[] {payload})
                .param(new String[] {"{}"})
                .param(new String[] {"{}"})
                .query(Long.class)
                .single());
        tail.committed(position);
        return position;
    }

    /** The tables of a projection's first generation, with their indexes. */
    public void makeTables(Projection projection) {
        for (ProjectionTable table : projection.tables()) {
            for (String function : List.of("make_projection_table", "index_projection_table")) {
                owner.sql("select " + function + "(?, 1)::text")
                        .param(table.base())
                        .query()
                        .singleRow();
            }
        }
    }

    @Override
    public List<LoggedChange> read(long after, long through, int limit) {
        return tail.read(after, through, limit).stream().map(LogFixture::change).toList();
    }

    @Override
    public void forget(long through) {
        tail.purged(through);
    }

    @Override
    public List<LoggedChange> histories(Collection<String> orderIds) {
        return reader.streams(orderIds).stream().map(LogFixture::change).toList();
    }

    @Override
    public long lastPosition() {
        return reader.lastPosition();
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

    @Override
    public void close() {
        tail.close();
        connections.close();
        database.close();
    }
}
