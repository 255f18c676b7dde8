package orderstore.benchmark.purge;

import java.util.List;
import orderstore.benchmark.Report;
import orderstore.benchmark.Rounds;
import orderstore.benchmark.Server;

/**
 * How long the product takes to purge a partition of which one of a hundred orders stays, and one of which none does;
 * beside {@code DELETE} and {@code VACUUM} of the former. Each time on a database as it was before.
 */
public final class PurgeBenchmark {

    private static final int CHANGES = 1_000_000;
    private static final String DATABASE = "old";

    public void run(Server server, Rounds rounds, Report report) throws Exception {
        long begun = System.nanoTime();
        int changes = rounds.changes().orElse(CHANGES);
        OldMonth.make(server, DATABASE, changes);
        System.out.printf("Made a month of %,d changes in %.0f s%n", changes, (System.nanoTime() - begun) / 1e9);
        var copies = new Copies(server, DATABASE);
        rounds.measure(
                List.of(
                        new ByProduct(copies, "purge", List.of("DELIVERED")),
                        new ByDelete(copies),
                        new ByProduct(copies, "purge_all", List.of("DELIVERED", "IN_TRANSIT"))),
                report);
        report.ratio("delete_events", "purge_seconds", "delete_events_seconds");
        report.ratio("delete_all", "purge_seconds", "delete_all_seconds");
    }
}
