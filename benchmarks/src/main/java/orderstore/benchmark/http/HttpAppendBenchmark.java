package orderstore.benchmark.http;

import java.util.List;
import java.util.Map;
import orderstore.benchmark.Contender;
import orderstore.benchmark.Load;
import orderstore.benchmark.Report;
import orderstore.benchmark.Rounds;
import orderstore.benchmark.Server;
import orderstore.benchmark.Step;
import orderstore.benchmark.append.RawInsert;
import orderstore.benchmark.process.Product;
import orderstore.benchmark.process.TemporaryFolder;

/** How many changes a second become durable over HTTP, beside the same server without its log, and the database alone. */
public final class HttpAppendBenchmark {

    private static final String STORE = "/v1/orders/";
    private static final String NO_STORE = "/v1/baseline/orders/";

    public void run(Server server, Rounds rounds, Report report) throws Exception {
        try (TemporaryFolder data = TemporaryFolder.make();
                Product product = Product.on(server.empty("store"), data.path());
                LoadClient client = LoadClient.of(product.ready());
                Contender raw = RawInsert.on(server)) {
            rounds.alternate(
                    List.of(
                            client.appends("no_store_32", 32, NO_STORE),
                            client.appends("append_32", 32, STORE),
                            client.appends("no_store_64", 64, NO_STORE),
                            client.appends("append_64", 64, STORE),
                            resident(product),
                            time -> Load.of(raw, 32, time).figures("raw_32")),
                    report);
        }
        report.ratio("no_store", "append_64_per_second", "no_store_64_per_second");
        report.ratio("no_store_p99", "append_64_p99_ms", "no_store_64_p99_ms");
        report.ratio("no_store_32", "append_32_per_second", "no_store_32_per_second");
        report.ratio("raw_insert", "append_64_per_second", "raw_32_per_second");
    }

    private static Step resident(Product product) {
        return time -> Map.of("server_resident_mb", product.residentMegabytes());
    }
}
