package orderstore.benchmark.projection;

import com.zaxxer.hikari.HikariDataSource;
import java.time.InstantSource;
import java.util.List;
import orderstore.benchmark.Server;
import orderstore.eventlog.LogAdvances;
import orderstore.eventlog.LogRanges;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.LogTail;
import orderstore.eventlog.TailObserver;
import orderstore.projection.ChangeLog;
import orderstore.projection.Projection;
import orderstore.projection.overview.Overview;
import orderstore.projection.processing.ProcessingLimits;
import orderstore.projection.processing.ProcessingObserver;
import orderstore.projection.processing.Projections;
import orderstore.projection.statistics.Statistics;

/** All read models of the product, as one node brings them along with the log. */
public record Models(HikariDataSource connections, LogTail tail, ChangeLog log, Projections projections)
        implements AutoCloseable {

    private static final int CONNECTIONS = 20;

    public static Models on(String url) {
        HikariDataSource connections = Server.projectionPool(url, CONNECTIONS);
        var reader = new LogReader(connections);
        var tail = new LogTail(reader, InstantSource.system(), TailObserver.NONE);
        var log = new LoggedChanges(reader, tail, new LogRanges(connections));
        var projections = new Projections(
                all(log),
                log,
                gathering -> new LogAdvances(reader, tail, gathering),
                connections,
                connections,
                ProcessingLimits.DEFAULT,
                "node",
                ProcessingObserver.NONE);
        return new Models(connections, tail, log, projections);
    }

    private static List<Projection> all(ChangeLog log) {
        return List.of(new Overview(), new Statistics(log));
    }

    /** All of them. */
    public List<Projection> all() {
        return all(log);
    }

    @Override
    public void close() {
        projections.close();
        tail.close();
        connections.close();
    }
}
