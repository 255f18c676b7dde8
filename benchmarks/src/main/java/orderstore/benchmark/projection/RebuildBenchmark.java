package orderstore.benchmark.projection;

import java.util.List;
import orderstore.benchmark.Load;
import orderstore.benchmark.Report;
import orderstore.benchmark.Rounds;
import orderstore.benchmark.Server;
import orderstore.benchmark.append.OrderStore;
import orderstore.benchmark.read.StoredOrders;
import orderstore.benchmark.read.StoredOrders.Lives;
import orderstore.projection.rebuild.RebuildLimits;

/** How many events a second go into a read model that is made anew; beside one statement, and beside Axon's processor. */
public final class RebuildBenchmark {

    private static final int CHANGES = 1_000_000;
    private static final int AXON_CHANGES = 100_000;

    /** As the product does by default, but as fast as it can. */
    private static final RebuildLimits UNLIMITED =
            new RebuildLimits(RebuildLimits.DEFAULT.workers(), RebuildLimits.DEFAULT.rangeChanges(), 0);

    public void run(Server server, Rounds rounds, Report report) throws Exception {
        int changes = Lives.FIVE.whole(rounds.changes().orElse(CHANGES));
        String url = filled(server, changes);
        try (ProductRebuild product = ProductRebuild.on(url, UNLIMITED);
                AxonProcessor axon = AxonProcessor.on(url, Lives.FIVE.whole(Math.min(changes, AXON_CHANGES)))) {
            rounds.alternate(List.of(product, new SetBased(url), axon), report);
        }
        report.ratio("set_based", "rebuild_per_second", "set_based_per_second");
        report.ratio("axon_processor", "rebuild_per_second", "axon_processor_per_second");
    }

    /** The log of so many changes, and of one order that the product has written. */
    static String filled(Server server, int changes) throws Exception {
        String url = server.migrated("orders");
        try (var store = OrderStore.on(Server.pool(url, 1))) {
            Load.of(store, 1, 5);
        }
        long begun = System.nanoTime();
        StoredOrders.fill(url, changes, Lives.FIVE);
        System.out.printf("Filled %,d events in %.0f s%n", changes, (System.nanoTime() - begun) / 1e9);
        return url;
    }
}
