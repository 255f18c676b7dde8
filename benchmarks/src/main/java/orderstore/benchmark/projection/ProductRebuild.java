package orderstore.benchmark.projection;

import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import orderstore.benchmark.Server;
import orderstore.benchmark.Step;
import orderstore.projection.overview.Overview;
import orderstore.projection.processing.ProcessingObserver;
import orderstore.projection.rebuild.Rebuild;
import orderstore.projection.rebuild.RebuildLimits;
import orderstore.projection.rebuild.RebuildState;

/** The product's rebuild of the overview, from its start until it is filled, indexed and goes along with the log. */
record ProductRebuild(String url, Node node) implements Step, AutoCloseable {

    private static final Duration LOOKED_AT = Duration.ofMillis(20);

    static ProductRebuild on(String url, RebuildLimits limits) throws SQLException {
        Server.execute(url, "insert into projection (name) values ('" + Overview.NAME + "')");
        return new ProductRebuild(url, Node.on(url, limits, ProcessingObserver.NONE));
    }

    @Override
    public Map<String, Double> measure(Duration time) throws Exception {
        long events = Server.number(url, "select count(*) from order_event");
        Server.execute(url, "checkpoint");
        System.gc();
        double heap = 0;
        long begun = System.nanoTime();
        Rebuild rebuild = node.rebuilds().start(Overview.NAME, false, "benchmark");
        while (rebuild.step() != Rebuild.Step.FOLLOWING) {
            if (rebuild.state() == RebuildState.FAILED) {
                throw new IllegalStateException("The rebuild failed: " + rebuild.failure());
            }
            Thread.sleep(LOOKED_AT);
            rebuild = node.rebuilds().find(rebuild.id()).orElseThrow();
            if (heap == 0 && rebuild.processed() > events / 2) {
                heap = heapAfterCollection(); // Some 30 ms, which the rebuild bears.
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        check(rebuild.generation().number(), events);
        node.rebuilds().cancel(rebuild.id(), Duration.ZERO);
        return Map.of("rebuild_per_second", events / seconds, "rebuild_heap_mb", heap);
    }

    private void check(int generation, long events) throws SQLException {
        long changes = Server.number(url, "select sum(version) from order_overview_" + generation);
        if (changes != events) {
            throw new IllegalStateException("Of %d changes the rebuilt rows have %d".formatted(events, changes));
        }
    }

    private static double heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
    }

    @Override
    public void close() {
        node.close();
    }
}
