package orderstore.benchmark.verification;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import orderstore.benchmark.Load;
import orderstore.benchmark.Report;
import orderstore.benchmark.Rounds;
import orderstore.benchmark.Server;
import orderstore.benchmark.append.OrderStore;
import orderstore.benchmark.read.StoredOrders;
import orderstore.benchmark.read.StoredOrders.Lives;

/**
 * How many changes a second are verified; beside reading the same columns in the order in which they lie, and beside
 * the same hashes computed by the server itself in one statement.
 */
public final class VerifyBenchmark {

    private static final int CHANGES = 1_000_000;

    public void run(Server server, Rounds rounds, Report report) throws Exception {
        int changes = Lives.FIVE.whole(rounds.changes().orElse(CHANGES));
        String url = server.migrated("orders");
        try (var store = OrderStore.on(Server.pool(url, 1))) {
            Load.of(store, 1, 5);
        }
        StoredOrders.fill(url, changes, Lives.FIVE);
        try (HikariDataSource pool = Server.pool(url, 4)) {
            rounds.alternate(
                    List.of(
                            new ProductVerification(pool, 2),
                            new ProductVerification(pool, 1),
                            new PlainReading(url),
                            new HashesBySql(url)),
                    report);
        }
        report.ratio("reading", "verify_per_second", "reading_per_second");
        report.ratio("hashes_by_sql", "verify_per_second", "hashes_by_sql_per_second");
    }
}
