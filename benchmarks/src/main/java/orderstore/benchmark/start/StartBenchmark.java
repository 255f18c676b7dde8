package orderstore.benchmark.start;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orderstore.benchmark.Report;
import orderstore.benchmark.Rounds;
import orderstore.benchmark.Server;
import orderstore.benchmark.bulk.UploadClient;
import orderstore.benchmark.http.LoadClient;
import orderstore.benchmark.process.Product;
import orderstore.benchmark.process.TemporaryFolder;

/**
 * From {@code ./orderstore} to the first 200 of its readiness, with its embedded PostgreSQL and existing data, beside
 * an empty application from {@code java -jar} to its first answer. Then the memory of both, and ours under load.
 */
public final class StartBenchmark {

    private static final int FEWEST_ROUNDS = 5;
    private static final int ORDERS = 20_000;
    private static final int OK = 200;

    public void run(Server server, Rounds rounds, Report report) throws Exception {
        var enough = new Rounds(Math.max(FEWEST_ROUNDS, rounds.count()), rounds.time(), rounds.changes());
        try (TemporaryFolder folder = TemporaryFolder.make()) {
            Path data = folder.path();
            try (Product product = Product.embedded(data, 0).ready();
                    UploadClient client = UploadClient.of(product)) {
                client.upload(ORDERS);
            }
            enough.measure(List.of(time -> product(data, time), time -> emptyApplication()), report);
        }
        report.ratio("empty_app", "start_ms", "empty_start_ms");
    }

    private static Map<String, Double> product(Path data, Duration time) throws Exception {
        var figures = new LinkedHashMap<String, Double>();
        int port = Readiness.freePort();
        long begun = System.nanoTime();
        try (Product product = Product.embedded(data, port)) {
            new Readiness(port, "/actuator/health/readiness").await(status -> status == OK);
            figures.put("start_ms", milliseconds(begun));
            product.ready();
            figures.put("idle_resident_mb", product.residentMegabytes());
            try (LoadClient client = LoadClient.of(product)) {
                client.appends("load", 64, "/v1/orders/").measure(time);
                figures.put("loaded_resident_mb", product.residentMegabytes());
            }
        }
        return figures;
    }

    private static Map<String, Double> emptyApplication() throws Exception {
        var figures = new LinkedHashMap<String, Double>();
        int port = Readiness.freePort();
        long begun = System.nanoTime();
        try (EmptyApplication empty = EmptyApplication.start(port)) {
            new Readiness(port, "/").await(status -> status > 0);
            figures.put("empty_start_ms", milliseconds(begun));
            figures.put("empty_idle_resident_mb", empty.residentMegabytes());
        }
        return figures;
    }

    private static double milliseconds(long begun) {
        return (System.nanoTime() - begun) / 1e6;
    }
}
