package orderstore.benchmark.bulk;

import java.util.List;
import java.util.Map;
import orderstore.benchmark.Report;
import orderstore.benchmark.Rounds;
import orderstore.benchmark.Server;
import orderstore.benchmark.Step;
import orderstore.benchmark.http.LifeOfAnOrder;
import orderstore.benchmark.process.Product;
import orderstore.benchmark.process.TemporaryFolder;

/** How many changes a second an upload appends: each order's five changes in a row, as one system hands over to another. */
public final class BulkBenchmark {

    private static final int CHANGES = 200_000;

    public void run(Server server, Rounds rounds, Report report) throws Exception {
        int orders = rounds.changes().orElse(CHANGES) / LifeOfAnOrder.STATUSES.size();
        try (TemporaryFolder data = TemporaryFolder.make();
                Product product = Product.on(server.empty("store"), data.path());
                UploadClient client = UploadClient.of(product.ready());
                RowsByCopy copy = RowsByCopy.on(server)) {
            rounds.alternate(
                    List.of(
                            perSecond("bulk", orders, () -> client.upload(orders)),
                            perSecond("copy", orders, () -> copy.copy(orders))),
                    report);
        }
        report.ratio("copy", "bulk_per_second", "copy_per_second");
    }

    @FunctionalInterface
    private interface Work {
        /** Answers how long it took. */
        long nanos() throws Exception;
    }

    private static Step perSecond(String name, int orders, Work work) {
        return time -> Map.of(name + "_per_second", orders * LifeOfAnOrder.STATUSES.size() / (work.nanos() / 1e9));
    }
}
