package orderstore.api.campaign;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two nodes on one database, and a client that goes to the other one if one does not answer. */
final class Cluster implements AutoCloseable {

    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int UNAVAILABLE = 503;

    final List<Node> nodes;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String key;

    /** @param settings of both, as the command line takes them */
    Cluster(String databaseUrl, Path folder, List<String> settings) throws IOException {
        var first = new Node("a", databaseUrl, folder, settings);
        this.nodes = List.of(first, new Node("b", databaseUrl, folder, settings));
        this.key = first.key();
    }

    /** Asks one node once. */
    HttpResponse<String> ask(Node node, String method, String path, String type, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + key)
                .timeout(ANSWERS_WITHIN);
        return client.send(
                (body.isEmpty() ? request : request.header("Content-Type", type)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(Node node, String path) throws IOException, InterruptedException {
        return ask(node, "GET", path, "", "");
    }

    /** Asks one node after the other until one has an answer. */
    HttpResponse<String> insist(int first, String method, String path, String type, String body)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String last = "";
        for (int turn = first; System.nanoTime() < deadline; turn++) {
            try {
                var answer = ask(nodes.get(turn % nodes.size()), method, path, type, body);
                if (answer.statusCode() != UNAVAILABLE) {
                    return answer;
                }
                last = answer.body();
            } catch (IOException gone) {
                last = gone.toString();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        throw new AssertionError("%s %s is answered by no node: %s".formatted(method, path, last));
    }

    /** What an operator asks; the answer as it comes, whatever its status. */
    HttpResponse<String> operate(String method, String path, String body) throws InterruptedException {
        return insist(0, method, "/v1/admin/projections/" + path, "application/json", body);
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
        client.close();
    }
}
