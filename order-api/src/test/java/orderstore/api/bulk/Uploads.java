package orderstore.api.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import orderstore.api.openapi.ContractCheck;
import orderstore.api.security.RunningServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of uploads, whose orders are its own. */
abstract class Uploads extends RunningServer {

    final String prefix = UUID.randomUUID().toString();

    String line(String order, String changeId, String status, String kind) {
        return "{\"orderId\":\"%s\",\"changeId\":\"%s\",\"status\":\"%s\",\"kind\":\"%s\"}"
                .formatted(prefix + order, changeId, status, kind);
    }

    /** The lines of the answer. */
    List<JsonNode> upload(String lines) throws IOException, InterruptedException {
        HttpResponse<String> response = post(lines);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/x-ndjson");
        var results = new ArrayList<JsonNode>();
        response.body().lines().map(JsonMapper.shared()::readTree).forEach(results::add);
        return results;
    }

    HttpResponse<String> post(String lines) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return ContractCheck.check(client.send(
                    request("POST", "/v1/status-changes", null)
                            .method("POST", BodyPublishers.ofString(lines))
                            .header("Content-Type", "application/x-ndjson")
                            .header("Authorization", "Bearer " + operatorKey())
                            .build(),
                    BodyHandlers.ofString()));
        }
    }

    /** A member of each result, without the summary. */
    static List<String> texts(List<JsonNode> results, String member) {
        Function<JsonNode, String> text = result -> result.path(member).asString("");
        return results.subList(0, results.size() - 1).stream().map(text).toList();
    }
}
