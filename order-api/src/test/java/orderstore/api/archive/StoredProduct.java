package orderstore.api.archive;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import orderstore.api.OrderStoreApplication;
import orderstore.testing.Await;
import orderstore.testing.TestDatabase;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A product with a database of its own, and its operator. */
final class StoredProduct implements AutoCloseable {

    final TestDatabase database = TestDatabase.migrated();
    private final ConfigurableApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String key;

    /** Keeps its files, and what it archives, in a folder. */
    StoredProduct(Path folder) throws IOException {
        Path keyFile = folder.resolve("operator.key");
        context = new SpringApplicationBuilder(OrderStoreApplication.class)
                .run(
                        "--server.port=0",
                        "--spring.datasource.url=" + database.url(),
                        "--orderstore.log.risk-losing-acknowledged-changes=true",
                        "--orderstore.operator-key-file=" + keyFile,
                        "--orderstore.retention.archive=" + folder.resolve("archives"));
        key = Files.readString(keyFile).strip();
    }

    HttpResponse<String> send(String method, String path, String type, String body) throws Exception {
        return send(key, method, path, type, body);
    }

    HttpResponse<String> send(String as, String method, String path, String type, String body) throws Exception {
        String port = context.getEnvironment().getProperty("local.server.port");
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .method(method, BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + as);
        if (!body.isEmpty()) {
            request.header("Content-Type", type);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    JsonNode get(String path) throws Exception {
        return json(send("GET", path, "", ""));
    }

    JsonNode post(String path, String body) throws Exception {
        return json(send("POST", path, "application/json", body));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    /** The lines of the answer to an upload. */
    List<JsonNode> upload(String lines) throws Exception {
        return upload(key, lines);
    }

    List<JsonNode> upload(String as, String lines) throws Exception {
        return send(as, "POST", "/v1/status-changes", "application/x-ndjson", lines)
                .body()
                .lines()
                .map(JsonMapper.shared()::readTree)
                .toList();
    }

    String makeKey(String name, String role) throws Exception {
        return post("/v1/admin/keys", "{\"name\":\"" + name + "\",\"roles\":[\"" + role + "\"]}")
                .get("key")
                .asString();
    }

    /** Purges what may go; answers the receipt. */
    JsonNode purge() throws Exception {
        Await.until("the read models have all", () -> !isBehind());
        String plan = post("/v1/admin/retention-plans", "{}").get("id").asString();
        return post("/v1/admin/retention-plans/" + plan + "/execution", "");
    }

    private boolean isBehind() throws Exception {
        for (JsonNode projection : get("/v1/admin/projections")) {
            if (projection.path("lagEvents").asLong(1) > 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        client.close();
        context.close();
        database.close();
    }
}
