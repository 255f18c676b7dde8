package orderstore.benchmark.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import orderstore.benchmark.Contender;
import orderstore.benchmark.Load;
import orderstore.benchmark.Report;
import orderstore.benchmark.Rounds;
import orderstore.benchmark.Server;
import orderstore.benchmark.append.AxonJdbc;
import orderstore.benchmark.append.OrderStore;

/** How many bytes an event takes, all included, once many orders have gone through the log; beside Axon's own table. */
public final class StorageBenchmark {

    private static final int CHANGES = 200_000;
    private static final int STORE_CALLERS = 500;
    private static final int AXON_CALLERS = 8;
    private static final int WHOLE = 20_000; // So that callers and orders come out even.

    private final AtomicInteger databases = new AtomicInteger();

    public void run(Server server, Rounds rounds, Report report) throws Exception {
        int changes = rounds.changes().orElse(CHANGES) / WHOLE * WHOLE;
        rounds.measure(List.of(time -> store(server, changes), time -> axon(server, changes)), report);
        report.ratio("axon_table", "store_bytes", "axon_bytes");
    }

    @FunctionalInterface
    private interface Opening {
        Contender on(HikariDataSource database);
    }

    private Map<String, Double> store(Server server, int changes) throws Exception {
        String url = server.migrated("store_" + databases.incrementAndGet());
        write(OrderStore::on, Server.pool(url, 4), STORE_CALLERS, changes);
        var figures = new LinkedHashMap<String, Double>();
        figures.put("store_before_vacuum_bytes", Size.of(url, "order_%").total(changes));
        Server.execute(url, "vacuum (analyze)");
        figures.put("store_bytes", Size.of(url, "order_%").total(changes));
        figures.putAll(Size.of(url, "order_event%").parts("store_events", changes));
        figures.putAll(Size.of(url, "order_head%").parts("store_heads", changes));
        return figures;
    }

    private Map<String, Double> axon(Server server, int changes) throws Exception {
        String url = server.empty("axon_" + databases.incrementAndGet());
        write(AxonJdbc::on, Server.pool(url, AXON_CALLERS), AXON_CALLERS, changes);
        Server.execute(url, "vacuum (analyze)");
        var figures = new LinkedHashMap<String, Double>();
        figures.put("axon_bytes", Size.of(url, "%").total(changes));
        figures.putAll(Size.of(url, "%").parts("axon", changes));
        return figures;
    }

    private static void write(Opening opening, HikariDataSource database, int callers, int changes)
            throws InterruptedException {
        try (Contender contender = opening.on(database)) {
            Load.of(contender, callers, changes / callers);
        }
    }
}
