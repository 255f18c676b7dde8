package orderstore.benchmark.watch;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orderstore.benchmark.Report;
import orderstore.benchmark.Rounds;
import orderstore.benchmark.Server;
import orderstore.benchmark.Step;
import orderstore.benchmark.process.Product;
import orderstore.benchmark.process.TemporaryFolder;

/**
 * What many cost who wait for the log, as event streams and as long polls: memory, and queries while nothing happens,
 * beside nobody who waits. Then how long it takes until all of them have heard of a change.
 */
public final class WatchBenchmark {

    private static final int WATCHERS = 5_000;

    private static final String STREAM = "text/event-stream";

    private static final double KILO = 1_024;

    /** Those who wait so must be done with within a minute. */
    private static final Duration LONGEST = Duration.ofSeconds(15);

    public void run(Server server, Rounds rounds, Report report) throws Exception {
        int watchers = rounds.changes().orElse(WATCHERS);
        try (TemporaryFolder data = TemporaryFolder.make();
                Product product = Product.on(server.empty("store"), data.path()).ready();
                WatchClient client = WatchClient.of(product)) {
            var watched = new WatchedProduct(product);
            List<Step> steps = List.of(
                    time -> Map.of("alone_queries_per_second", watched.queriesPerSecond(shortened(time))),
                    time -> watch(watched, client, "stream", watchers, "Accept: " + STREAM, time),
                    time -> watch(watched, client, "poll", watchers, "Prefer: wait=60", time));
            // The first watchers load and compile what all of them need.
            watch(watched, client, "warm-up", Math.min(watchers, 500), "Accept: " + STREAM, Duration.ZERO);
            watch(watched, client, "warm-up", Math.min(watchers, 500), "Prefer: wait=60", Duration.ZERO);
            rounds.measure(steps, report);
        }
    }

    private static Map<String, Double> watch(
            WatchedProduct product, WatchClient client, String name, int watchers, String header, Duration time)
            throws Exception {
        var figures = new LinkedHashMap<String, Double>();
        product.awaitFollowers(0);
        long position = product.append("before-" + name);
        double heap = product.heapMegabytes();
        double resident = product.residentMegabytes();
        client.open(watchers, "/v1/status-changes?after=" + position, header);
        product.awaitFollowers(watchers);
        if (header.endsWith(STREAM)) {
            client.hear(STREAM); // A stream follows a moment before it leaves its request.
        } else {
            product.awaitWaiting(watchers); // Likewise a request before it is set aside.
        }
        double more = product.heapMegabytes() - heap;
        figures.put(name + "_heap_mb", more);
        figures.put(name + "_each_kb", more * KILO / watchers);
        figures.put(name + "_resident_mb", product.residentMegabytes() - resident);
        figures.put(name + "_queries_per_second", product.queriesPerSecond(shortened(time)));
        long appended = System.nanoTime();
        product.append("told-" + name);
        client.hear("told-" + name);
        figures.put(name + "_all_told_ms", (System.nanoTime() - appended) / 1e6);
        client.leave();
        return figures;
    }

    private static Duration shortened(Duration time) {
        return time.compareTo(LONGEST) > 0 ? LONGEST : time;
    }
}
