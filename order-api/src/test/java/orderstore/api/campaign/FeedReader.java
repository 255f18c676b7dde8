package orderstore.api.campaign;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Follows the feed from its beginning, on any node; told that changes may be gone, it says that it accepts that. */
final class FeedReader implements AutoCloseable {

    private final Cluster cluster;
    private final SplittableRandom random;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<Void> reading;
    private final Set<Long> seen = new HashSet<>();
    private long position;
    private long told;
    private volatile long wanted = Long.MAX_VALUE;

    FeedReader(Cluster cluster, long seed) {
        this.cluster = cluster;
        this.random = new SplittableRandom(seed);
        this.reading = thread.submit(() -> {
            read();
            return null;
        });
    }

    private void read() throws InterruptedException {
        String gaps = "";
        while (position < wanted) {
            Waiting.as(Duration.ofMillis(random.nextInt(100))); // So slow that it is purged before its eyes.
            HttpResponse<String> answer;
            try {
                answer = cluster.get(
                        cluster.nodes.get(random.nextInt(2)),
                        "/v1/status-changes?limit=" + (1 + random.nextInt(100)) + "&after=" + position + gaps);
            } catch (IOException dead) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                continue;
            }
            gaps = "";
            switch (answer.statusCode()) {
                case 200 -> take(Cluster.json(answer));
                case 410 -> {
                    gaps = "&gaps=accept";
                    told++;
                    if (Cluster.json(answer).get("floor").asLong() <= position) {
                        throw new AssertionError("At position " + position + ": " + answer.body());
                    }
                }
                case 503 -> {}
                default -> throw new AssertionError(answer.body());
            }
        }
    }

    private void take(JsonNode page) {
        for (JsonNode change : page.get("items")) {
            long next = change.get("position").asLong();
            if (next <= position || !seen.add(next)) {
                throw new AssertionError("After position " + position + " came " + change);
            }
            position = next;
        }
    }

    /** What it has seen when it has come to the end. */
    Set<Long> end(long last) throws Exception {
        wanted = last;
        reading.get(5, TimeUnit.MINUTES);
        return seen;
    }

    /** How often it was told that changes may be gone. */
    long told() {
        return told;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
