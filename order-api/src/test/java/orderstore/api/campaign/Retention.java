package orderstore.api.campaign;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** Operators who purge on both nodes at once with cutoffs of chance, hold orders and let them go, and late reports. */
final class Retention implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String PLANS = "/v1/admin/retention-plans";
    private static final String JSON = "application/json";
    private static final int OLDEST = 880; // Days; the log is about as old.

    private final Cluster cluster;
    private final List<String> orders;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final List<Future<Void>> running = new ArrayList<>();
    private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
    private volatile boolean enough;

    /** @param orders that are held and reported of */
    Retention(Cluster cluster, long seed, List<String> orders) {
        this.cluster = cluster;
        this.orders = orders;
        var seeds = new SplittableRandom(seed);
        for (Node node : cluster.nodes) {
            var random = seeds.split();
            always(() -> purge(node, random));
        }
        var holding = seeds.split();
        always(() -> holdOrRelease(holding));
        var reporting = seeds.split();
        always(() -> report(reporting));
    }

    private interface Deed {
        void run() throws IOException, InterruptedException;
    }

    private void always(Deed deed) {
        running.add(threads.submit((Callable<Void>) () -> {
            while (!enough) {
                try {
                    deed.run();
                } catch (IOException dead) {
                    Waiting.as(Duration.ofMillis(100));
                }
            }
            return null;
        }));
    }

    private HttpResponse<String> ask(Node node, String what, String method, String path, String body, Set<Integer> good)
            throws IOException, InterruptedException {
        var answer = cluster.ask(node, method, path, JSON, body);
        if (!good.contains(answer.statusCode())) {
            throw new AssertionError("%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
        }
        answers.computeIfAbsent(what + " " + answer.statusCode(), any -> new AtomicInteger())
                .incrementAndGet();
        return answer;
    }

    private void purge(Node node, SplittableRandom random) throws IOException, InterruptedException {
        Waiting.as(Duration.ofMillis(random.nextInt(3_000)));
        // Rather old, so that each purge leaves something to the next.
        int days = 20 + Math.max(random.nextInt(OLDEST), random.nextInt(OLDEST));
        String age = "{\"olderThan\":\"P%dD\"}".formatted(days);
        var plan = ask(node, "plan", "POST", PLANS, age, Set.of(201, 503));
        if (plan.statusCode() != 201) {
            return;
        }
        Waiting.as(Duration.ofMillis(random.nextInt(200)));
        String id = Cluster.json(plan).get("id").asString();
        String behind = random.nextInt(4) == 0 ? "?behind=accept" : "";
        ask(node, "execution", "POST", PLANS + "/" + id + "/execution" + behind, "", Set.of(200, 409, 412, 503));
    }

    private void holdOrRelease(SplittableRandom random) throws IOException, InterruptedException {
        Waiting.as(Duration.ofMillis(random.nextInt(100)));
        String path = "/v1/admin/holds/" + orders.get(random.nextInt(orders.size()));
        boolean hold = random.nextInt(3) > 0;
        Node node = cluster.nodes.get(random.nextInt(2));
        if (hold) {
            ask(node, "hold", "PUT", path, "{\"reason\":\"a test\"}", Set.of(200, 410, 503));
        } else {
            ask(node, "release", "DELETE", path, "", Set.of(204, 410, 503));
        }
    }

    private void report(SplittableRandom random) throws IOException, InterruptedException {
        Waiting.as(Duration.ofMillis(random.nextInt(200)));
        String order = orders.get(random.nextInt(orders.size()));
        String path = "/v1/orders/" + order + "/status-changes/late-" + random.nextInt(1_000_000);
        String status = random.nextBoolean() ? "DELIVERED" : "IN_TRANSIT";
        ask(
                cluster.nodes.get(random.nextInt(2)),
                "report",
                "PUT",
                path,
                "{\"kind\":\"report\",\"status\":\"" + status + "\",\"occurredAt\":\"2024-07-01T00:00:00Z\"}",
                Set.of(200, 201, 410, 503));
    }

    /** Ends all of it; what was begun of purges is finished. */
    void end() throws Exception {
        enough = true;
        for (Future<Void> one : running) {
            one.get(2, TimeUnit.MINUTES);
        }
        Waiting.until("every execution has ended", PATIENCE, () -> {
            boolean ended = true;
            JsonNode receipts =
                    Cluster.json(cluster.insist(0, "GET", "/v1/admin/retention-receipts?limit=1000", "", ""));
            for (JsonNode receipt : receipts.get("items")) {
                if (!receipt.hasNonNull("endedAt")) {
                    ended = false;
                    String plan = receipt.get("plan").asString();
                    cluster.insist(0, "POST", PLANS + "/" + plan + "/execution?behind=accept", "", "");
                }
            }
            return ended;
        });
    }

    /** How often each thing was answered how. */
    String answers() {
        return new TreeMap<>(answers).toString();
    }

    @Override
    public void close() {
        enough = true;
        threads.shutdownNow();
    }
}
