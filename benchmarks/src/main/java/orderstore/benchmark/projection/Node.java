package orderstore.benchmark.projection;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import orderstore.benchmark.Server;
import orderstore.benchmark.append.Commands;
import orderstore.benchmark.append.OrderStore;
import orderstore.eventlog.AppendObserver;
import orderstore.eventlog.LogAdvances;
import orderstore.eventlog.LogRanges;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.LogTail;
import orderstore.eventlog.StoredEvent;
import orderstore.eventlog.TailObserver;
import orderstore.projection.Projection;
import orderstore.projection.overview.Overview;
import orderstore.projection.processing.ProcessingLimits;
import orderstore.projection.processing.ProcessingObserver;
import orderstore.projection.processing.Projections;
import orderstore.projection.rebuild.RebuildLimits;
import orderstore.projection.rebuild.Rebuilds;

/** What the product runs on one node, but for HTTP: appends, the overview that follows them, and its rebuilds. */
record Node(
        HikariDataSource shared,
        HikariDataSource own,
        LogTail tail,
        Commands commands,
        Projections projections,
        Rebuilds rebuilds)
        implements AutoCloseable {

    private static final int SHARED = 16;

    static Node on(String url, RebuildLimits rebuilding, ProcessingObserver observer) {
        HikariDataSource shared = Server.pool(url, SHARED);
        ProcessingLimits processing = ProcessingLimits.DEFAULT;
        HikariDataSource own = Server.projectionPool(url, 2 * processing.segments() + 2 * rebuilding.workers() + 4);
        var reader = new LogReader(shared);
        var tail = new LogTail(reader, InstantSource.system(), TailObserver.NONE);
        var log = new LoggedChanges(reader, tail, new LogRanges(own));
        List<Projection> all = List.of(new Overview());
        return new Node(
                shared,
                own,
                tail,
                OrderStore.on(Server.pool(url, 4), new Telling(tail)),
                new Projections(
                        all,
                        log,
                        gathering -> new LogAdvances(reader, tail, gathering),
                        shared,
                        own,
                        processing,
                        "node",
                        observer),
                new Rebuilds(all, log, shared, own, processing.segments(), rebuilding));
    }

    /** Tells the node's tail what was appended. */
    private record Telling(LogTail tail) implements AppendObserver {

        @Override
        public void written(int events, long bytes, Duration longestWait, Duration commit) {}

        @Override
        public void committed(List<StoredEvent> events) {
            tail.committed(events);
        }
    }

    @Override
    public void close() {
        commands.close();
        rebuilds.close();
        projections.close();
        tail.close();
        own.close();
        shared.close();
    }
}
