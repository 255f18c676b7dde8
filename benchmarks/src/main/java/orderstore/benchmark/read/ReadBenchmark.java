package orderstore.benchmark.read;

import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import orderstore.benchmark.Load;
import orderstore.benchmark.Report;
import orderstore.benchmark.Rounds;
import orderstore.benchmark.Server;
import orderstore.benchmark.Step;
import orderstore.benchmark.bulk.UploadClient;
import orderstore.benchmark.http.LoadClient;
import orderstore.benchmark.process.Product;
import orderstore.benchmark.process.TemporaryFolder;

/** How many reads a second: any of all stored orders, from a small log and from a large one, in turns. */
public final class ReadBenchmark {

    private static final int CONNECTIONS = 64;
    private static final int SMALL = 100_000;
    private static final int LARGE = 5_000_000;

    public void run(Server server, Rounds rounds, Report report) throws Exception {
        String small = server.empty("small");
        String large = server.empty("large");
        int events = rounds.changes().orElse(LARGE);
        try (TemporaryFolder data = TemporaryFolder.make();
                TemporaryFolder largeData = TemporaryFolder.make();
                Product ofSmall = Product.on(small, data.path()).ready();
                Product ofLarge = Product.on(large, largeData.path()).ready();
                LoadClient readsSmall = filled(ofSmall, small, SMALL);
                LoadClient readsLarge = filled(ofLarge, large, events);
                HikariDataSource database = Server.pool(large, 16)) {
            var steps = new ArrayList<Step>(reads(readsSmall, "small_", StoredOrders.orders(SMALL)));
            steps.addAll(constants(readsLarge));
            steps.addAll(reads(readsLarge, "", StoredOrders.orders(events)));
            steps.add(sql(database, "sql", StoredOrders.HEAD, events));
            steps.add(sql(database, "sql_history", StoredOrders.HISTORY, events));
            rounds.alternate(steps, report);
        }
        report.ratio("constant", "status_per_second", "constant_per_second");
        report.ratio("constant_history", "history_5_per_second", "constant_history_5_per_second");
        report.ratio("constant_history_10", "history_10_per_second", "constant_history_10_per_second");
        report.ratio("sql", "status_per_second", "sql_per_second");
        report.ratio("flat", "status_per_second", "small_status_per_second");
        report.ratio("flat_history", "history_5_per_second", "small_history_5_per_second");
        report.ratio("flat_history_10", "history_10_per_second", "small_history_10_per_second");
    }

    /** With an order that the product itself has written, to compare with. */
    private static LoadClient filled(Product product, String url, int events) throws Exception {
        try (UploadClient client = UploadClient.of(product)) {
            client.upload(1);
        }
        long begun = System.nanoTime();
        StoredOrders.fill(url, events);
        System.out.printf("Filled %,d events in %.0f s%n", events, (System.nanoTime() - begun) / 1e9);
        product.awaitReadModels();
        System.out.printf("Read models had them after %.0f s%n", (System.nanoTime() - begun) / 1e9);
        StoredOrders.warm(url);
        return LoadClient.of(product);
    }

    private static List<Step> reads(LoadClient client, String prefix, int orders) {
        String history = "/v1/orders/{}/status-changes";
        return List.of(
                client.reads(prefix + "status", CONNECTIONS, "/v1/orders/{}", 0, 1, orders),
                client.reads(prefix + "history_5", CONNECTIONS, history, 1, 3, orders / 3),
                client.reads(prefix + "history_10", CONNECTIONS, history, 0, 3, orders / 3));
    }

    private static List<Step> constants(LoadClient client) {
        String history = "/v1/baseline/histories/%d/{}";
        return List.of(
                client.reads("constant", CONNECTIONS, "/v1/baseline/orders/{}", 0, 1, SMALL),
                client.reads("constant_history_5", CONNECTIONS, history.formatted(5), 0, 1, SMALL),
                client.reads("constant_history_10", CONNECTIONS, history.formatted(10), 0, 1, SMALL));
    }

    private static Step sql(HikariDataSource database, String name, String query, int events) {
        var reads = new SqlReads(database, query, StoredOrders.orders(events));
        return time -> Load.of(reads, 16, time).figures(name);
    }
}
