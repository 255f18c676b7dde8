package orderstore.benchmark.projection;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import orderstore.benchmark.Load;
import orderstore.benchmark.Report;
import orderstore.benchmark.Rounds;
import orderstore.benchmark.Server;
import orderstore.benchmark.Step;
import orderstore.benchmark.read.StoredOrders.Lives;
import orderstore.projection.overview.Overview;
import orderstore.projection.rebuild.Rebuild;
import orderstore.projection.rebuild.RebuildLimits;
import orderstore.projection.rebuild.RebuildState;
import org.HdrHistogram.Histogram;

/**
 * How soon the overview shows what was appended, and what a rebuild at the default rate takes from appends. The
 * overview follows the log in all of it, as it does in the product.
 */
public final class LagBenchmark {

    private static final int CHANGES = 1_000_000;

    public void run(Server server, Rounds rounds, Report report) throws Exception {
        String url = RebuildBenchmark.filled(
                server, Lives.FIVE.whole(rounds.changes().orElse(CHANGES)));
        try (var sightings = new Sightings(url);
                Node node = Node.on(url, RebuildLimits.DEFAULT, sightings)) {
            new Run(url, node, sightings).measure(rounds, report);
        }
        report.ratio("append_during_rebuild", "append_64_rebuild_per_second", "append_64_per_second");
    }

    /** A node that runs, and what is measured on it. */
    private static final class Run {

        private final String url;
        private final Node node;
        private final Sightings sightings;
        private double limit;

        Run(String url, Node node, Sightings sightings) {
            this.url = url;
            this.node = node;
            this.sightings = sightings;
        }

        void measure(Rounds rounds, Report report) throws Exception {
            makeOverview();
            rounds.alternate(
                    List.of(
                            this::limit,
                            time -> lag("lag", time),
                            during(time -> lag("lag_rebuild", time)),
                            time -> appends("append_64", 64, time),
                            during(time -> appends("append_64_rebuild", 64, time))),
                    report);
        }

        /** The first overview is itself a rebuild, which is the fastest way there. */
        private void makeOverview() throws Exception {
            Server.execute(url, "insert into projection (name) values ('" + Overview.NAME + "')");
            Rebuild rebuild = node.rebuilds().start(Overview.NAME, true, "benchmark");
            Polling.until("the overview is made", () -> {
                node.rebuilds().advance();
                return node.rebuilds().find(rebuild.id()).orElseThrow().state() == RebuildState.PROMOTED;
            });
            node.projections().align();
        }

        private Map<String, Double> limit(Duration time) throws Exception {
            Map<String, Double> figures = appends("append_512", 512, time);
            limit = figures.getOrDefault("append_512_per_second", 0.0);
            return figures;
        }

        private Map<String, Double> appends(String name, int callers, Duration time) throws Exception {
            settle();
            return Load.of(node.commands(), callers, time).figures(name);
        }

        private Map<String, Double> lag(String name, Duration time) throws Exception {
            settle();
            double perSecond = Pace.of(node.commands(), limit / 2, time, sightings);
            Histogram lags = sightings.take();
            return Map.of(
                    name + "_per_second", perSecond,
                    name + "_p50_ms", lags.getValueAtPercentile(50) / 1e6,
                    name + "_p99_ms", lags.getValueAtPercentile(99) / 1e6);
        }

        /** While a rebuild is being filled, which takes far longer than its planning before and its indexes after. */
        private Step during(Step step) {
            return time -> {
                settle();
                Rebuild rebuild = node.rebuilds().start(Overview.NAME, false, "benchmark");
                Polling.until("the rebuild is planned", () -> {
                    node.rebuilds().advance();
                    return stepOf(rebuild) != Rebuild.Step.PLANNING;
                });
                Map<String, Double> figures = step.measure(time);
                Rebuild.Step reached = stepOf(rebuild);
                if (reached != Rebuild.Step.FILLING) {
                    throw new IllegalStateException(
                            "The rebuild is " + reached.wireName() + " already: take more changes");
                }
                node.rebuilds().cancel(rebuild.id(), Duration.ZERO);
                return figures;
            };
        }

        private Rebuild.Step stepOf(Rebuild rebuild) {
            return node.rebuilds().find(rebuild.id()).orElseThrow().step();
        }

        /** Waits until the overview is where the log is. */
        private void settle() throws Exception {
            Polling.until("the overview is where the log is", () -> behind() <= 0);
        }

        private long behind() throws SQLException {
            return Server.number(url, """
                    select (select position from order_event order by position desc limit 1) - min(s.position)
                    from projection_segment s
                    join projection p on p.name = s.projection and p.live = s.generation
                    """);
        }
    }
}
