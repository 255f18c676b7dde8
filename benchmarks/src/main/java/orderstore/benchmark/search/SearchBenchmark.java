package orderstore.benchmark.search;

import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import orderstore.benchmark.Report;
import orderstore.benchmark.Rounds;
import orderstore.benchmark.Server;
import orderstore.benchmark.Step;
import orderstore.benchmark.http.LoadClient;
import orderstore.benchmark.process.Product;
import orderstore.benchmark.process.TemporaryFolder;

/** How long a search takes among many orders, by each filter and in each order. */
public final class SearchBenchmark {

    private static final int CONNECTIONS = 2;
    private static final int ORDERS = 1_000_000;

    /** What is promised of the 99th percentile. */
    private static final double TARGET_MILLIS = 20;

    private static final Map<String, String> SORTS =
            new TreeMap<>(Map.of("", "changedAt", "_descending", "-changedAt", "_by_id", "orderId"));

    public void run(Server server, Rounds rounds, Report report) throws Exception {
        String database = server.empty("store");
        try (TemporaryFolder data = TemporaryFolder.make();
                Product product = Product.on(database, data.path()).ready();
                LoadClient client = LoadClient.of(product)) {
            SearchedOrders.fill(database, rounds.changes().orElse(ORDERS));
            var steps = new ArrayList<Step>();
            var slow = new ArrayList<String>();
            SearchedOrders.searches()
                    .forEach((name, queries) -> SORTS.forEach((suffix, sort) -> {
                        steps.add(client.gets(
                                name + suffix,
                                CONNECTIONS,
                                queries.stream()
                                        .map(query -> "/v1/orders?sort=" + sort + query)
                                        .toList()));
                        slow.add(name + suffix + "_p99_ms");
                    }));
            rounds.alternate(steps, report);
            report.best("slowest_p99_ms", slow.toArray(String[]::new));
        }
        Stream.generate(() -> TARGET_MILLIS)
                .limit(rounds.count())
                .forEach(target -> report.figure("target_p99_ms", target));
        report.ratio("target", "slowest_p99_ms", "target_p99_ms");
    }
}
