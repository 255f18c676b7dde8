package orderstore.api.campaign;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * Somebody who looks at all orders again and again, now by one node and now by the other, and remembers what was seen.
 * A node that does not answer is no news; an order that is gone, one that is older than it was, and an answer that is
 * no answer are.
 */
final class Reader implements AutoCloseable {

    private final Cluster cluster;
    private final SplittableRandom random;
    private final Map<String, Integer> seen = new HashMap<>();
    private final CompletableFuture<Void> work;
    private volatile boolean done;
    private final AtomicInteger looks = new AtomicInteger();
    private long position;
    private long counted;

    Reader(Cluster cluster, long seed) {
        this.cluster = cluster;
        this.random = new SplittableRandom(seed);
        this.work = CompletableFuture.runAsync(
                this::read, task -> Thread.ofPlatform().daemon().name("reader").start(task));
    }

    private void read() {
        try {
            while (!done) {
                lookAtAll();
                looks.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookAtAll() throws InterruptedException {
        Map<String, Integer> now = new HashMap<>();
        String path = "/v1/orders?sort=orderId&limit=1000";
        while (!path.isEmpty() && !done) {
            HttpResponse<String> page = get(path);
            long at = Long.parseLong(
                    page.headers().firstValue("Projection-Position").orElseThrow());
            claim(at >= position, () -> "The search went back from position " + position + " to " + at);
            position = at;
            for (JsonNode order : Cluster.json(page).get("items")) {
                now.put(order.get("orderId").asString(), order.get("version").asInt());
            }
            path = page.headers()
                    .firstValue("Link")
                    .map(link -> link.substring(1, link.indexOf('>')))
                    .orElse("");
            if (random.nextInt(5) == 0) {
                count();
            }
        }
        if (path.isEmpty()) {
            seen.forEach((order, version) -> claim(
                    now.getOrDefault(order, 0) >= version,
                    () -> order + " was seen with version " + version + ", and then with " + now.get(order)));
            seen.putAll(now);
        }
    }

    /** The orders in the statistics. */
    private void count() throws InterruptedException {
        JsonNode statistics = Cluster.json(get("/v1/statistics?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z"));
        long now = statistics
                .get("orders")
                .valueStream()
                .mapToLong(JsonNode::asLong)
                .sum();
        claim(now >= counted, () -> "The statistics went back from " + counted + " orders to " + now);
        counted = now;
    }

    private HttpResponse<String> get(String path) throws InterruptedException {
        while (true) {
            try {
                HttpResponse<String> answer =
                        cluster.get(cluster.nodes.get(random.nextInt(cluster.nodes.size())), path);
                claim(answer.statusCode() == 200, () -> path + " is answered with " + answer.body());
                return answer;
            } catch (IOException gone) {
                claim(!done, () -> "Nobody answers any more: " + gone);
            }
        }
    }

    private static void claim(boolean so, Supplier<String> otherwise) {
        if (!so) {
            throw new AssertionError(otherwise.get());
        }
    }

    /** Fails as soon as it has seen what must not be. */
    void assertContent() {
        if (work.isCompletedExceptionally()) {
            work.join();
        }
    }

    /** How often it has seen all. */
    int looks() {
        return looks.get();
    }

    @Override
    public void close() {
        done = true;
        work.join();
    }
}
