package orderstore.benchmark;

import static java.util.Map.entry;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import orderstore.benchmark.append.AppendBenchmark;
import orderstore.benchmark.bulk.BulkBenchmark;
import orderstore.benchmark.http.HttpAppendBenchmark;
import orderstore.benchmark.projection.LagBenchmark;
import orderstore.benchmark.projection.RebuildBenchmark;
import orderstore.benchmark.purge.PurgeBenchmark;
import orderstore.benchmark.read.ReadBenchmark;
import orderstore.benchmark.search.SearchBenchmark;
import orderstore.benchmark.start.StartBenchmark;
import orderstore.benchmark.storage.StorageBenchmark;
import orderstore.benchmark.verification.VerifyBenchmark;
import orderstore.benchmark.watch.WatchBenchmark;

/** Runs the benchmark that its first argument names. */
final class Benchmark {

    private static final Map<String, Measurement> BY_NAME = new TreeMap<>(Map.ofEntries(
            entry("append", new AppendBenchmark()::run),
            entry("bulk", new BulkBenchmark()::run),
            entry("http-append", new HttpAppendBenchmark()::run),
            entry("lag", new LagBenchmark()::run),
            entry("purge", new PurgeBenchmark()::run),
            entry("read", new ReadBenchmark()::run),
            entry("rebuild", new RebuildBenchmark()::run),
            entry("search", new SearchBenchmark()::run),
            entry("start", new StartBenchmark()::run),
            entry("storage", new StorageBenchmark()::run),
            entry("verify", new VerifyBenchmark()::run),
            entry("watch", new WatchBenchmark()::run)));

    private Benchmark() {}

    public static void main(String[] arguments) throws Exception {
        Measurement measurement = arguments.length == 0 ? null : BY_NAME.get(arguments[0]);
        if (measurement == null) {
            System.err.println(
                    "./benchmark NAME [ROUNDS [SECONDS [CHANGES]]], where NAME is one of " + BY_NAME.keySet());
            System.exit(2);
            return;
        }
        System.setProperty("axoniq.update-checker.disabled", "true");
        System.setProperty("disable-axoniq-console-message", "true");
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        var rounds = new Rounds(
                number(arguments, 1, 3),
                Duration.ofSeconds(number(arguments, 2, 4)),
                arguments.length > 3 ? OptionalInt.of(Integer.parseInt(arguments[3])) : OptionalInt.empty());
        var report = new Report(arguments[0]);
        try (Server server = Server.start()) {
            System.out.printf("%s%nPostgreSQL %s%n", Machine.description(), server.version());
            measurement.run(server, rounds, report);
        }
        report.print(System.out);
        System.exit(0); // Axon's threads would stay.
    }

    private static int number(String[] arguments, int place, int otherwise) {
        return place < arguments.length ? Integer.parseInt(arguments[place]) : otherwise;
    }
}
