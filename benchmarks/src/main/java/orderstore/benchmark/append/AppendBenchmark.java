package orderstore.benchmark.append;

import java.util.List;
import orderstore.benchmark.Contender;
import orderstore.benchmark.Report;
import orderstore.benchmark.Rounds;
import orderstore.benchmark.Rounds.Cell;
import orderstore.benchmark.Server;

/** How many commands become durable events in a second, and how soon. */
public final class AppendBenchmark {

    public void run(Server server, Rounds rounds, Report report) throws Exception {
        try (Contender store = OrderStore.on(Server.pool(server.migrated("store"), 4));
                Contender raw = RawInsert.on(server);
                Contender jdbc = AxonJdbc.on(Server.pool(server.empty("jdbc"), 32));
                Contender jpa = AxonJpa.on(Server.pool(server.empty("jpa"), 16))) {
            rounds.run(
                    List.of(
                            new Cell("store_1", store, 1),
                            new Cell("raw_1", raw, 1),
                            new Cell("store_8", store, 8),
                            new Cell("store_64", store, 64),
                            new Cell("store_512", store, 512),
                            new Cell("raw_32", raw, 32),
                            new Cell("store_2048", store, 2048),
                            new Cell("axon_jdbc_8", jdbc, 8),
                            new Cell("axon_jdbc_32", jdbc, 32),
                            new Cell("axon_jpa_8", jpa, 8)),
                    report);
        }
        report.best("axon_jdbc_best_per_second", "axon_jdbc_8_per_second", "axon_jdbc_32_per_second");
        report.ratio("raw_insert", "store_512_per_second", "raw_32_per_second");
        report.ratio("axon_jdbc_cached", "store_512_per_second", "axon_jdbc_best_per_second");
        report.ratio("axon_jpa", "store_512_per_second", "axon_jpa_8_per_second");
        report.ratio("raw_insert_p50", "store_1_p50_ms", "raw_1_p50_ms");
    }
}
