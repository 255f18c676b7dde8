package orderstore.benchmark.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import orderstore.benchmark.process.Product;

/** A product as one sees it from outside while others wait for it. */
final class WatchedProduct {

    private static final Pattern HEAP = Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\".*} (\\S+)$");
    private static final Pattern FOLLOWERS = Pattern.compile("(?m)^orderstore_log_tail_followers (\\S+)$");
    private static final Pattern WAITING = Pattern.compile("(?m)^orderstore_requests_waiting (\\S+)$");
    private static final Pattern QUERIES =
            Pattern.compile("(?m)^hikaricp_connections_usage_seconds_count\\{.*} (\\S+)$");
    private static final Pattern POSITION = Pattern.compile("\"position\":(\\d+)");
    private static final double MEGABYTE = 1 << 20;
    private static final long PATIENCE = Duration.ofMinutes(1).toNanos();
    private static final int PAUSE = 20; // ms

    private final HttpClient client = HttpClient.newHttpClient();
    private final Product product;

    WatchedProduct(Product product) {
        this.product = product;
    }

    /** Of one more change, of an order of its own. */
    long append(String changeId) throws IOException, InterruptedException {
        String answer = send(request("/v1/orders/" + UUID.randomUUID() + "/status-changes/" + changeId)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"status\": \"PLACED\"}", UTF_8)));
        Matcher position = POSITION.matcher(answer);
        if (!position.find()) {
            throw new IOException("Not appended: " + answer);
        }
        return Long.parseLong(position.group(1));
    }

    /** Waits until so many follow the log. */
    void awaitFollowers(int wanted) throws IOException, InterruptedException {
        await(FOLLOWERS, wanted);
    }

    /** Waits until so many requests are set aside. */
    void awaitWaiting(int wanted) throws IOException, InterruptedException {
        await(WAITING, wanted);
    }

    private void await(Pattern metric, int wanted) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        while (metric(metric) != wanted) {
            if (System.nanoTime() - end > 0) {
                throw new IOException(metric + " is " + metric(metric) + " and not " + wanted);
            }
            Thread.sleep(PAUSE);
        }
    }

    /** Of what is in use, after a collection. */
    double heapMegabytes() throws IOException, InterruptedException {
        product.collectGarbage();
        return metric(HEAP) / MEGABYTE;
    }

    double residentMegabytes() throws IOException, InterruptedException {
        return product.residentMegabytes();
    }

    /** How often a connection of the pool was lent, during some time. */
    double queriesPerSecond(Duration time) throws IOException, InterruptedException {
        double before = metric(QUERIES);
        Thread.sleep(time.toMillis());
        return (metric(QUERIES) - before) / Math.max(1e-3, time.toMillis() / 1e3);
    }

    /** All of a name together. */
    private double metric(Pattern name) throws IOException, InterruptedException {
        Matcher lines = name.matcher(send(request("/actuator/prometheus")));
        double sum = 0;
        while (lines.find()) {
            sum += Double.parseDouble(lines.group(1));
        }
        return sum;
    }

    private HttpRequest.Builder request(String path) throws IOException {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.port() + path))
                .header("Authorization", "Bearer " + product.key());
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }
}
