package orderstore.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import orderstore.api.security.RunningServer;
import tools.jackson.databind.JsonNode;

/** A client that would not wait for what it asks for, and asks for it later. */
abstract class OperationClient extends RunningServer {

    static String newOrder() {
        return "later-" + UUID.randomUUID();
    }

    /** The answer to a change that is to be decided later. */
    Answer queue(String key, String order, String change, String body, String... headers) {
        var request = request("PUT", "/v1/orders/" + order + "/status-changes/" + change, body)
                .header("Authorization", "Bearer " + key)
                .header("Prefer", "respond-async");
        for (int i = 0; i < headers.length; i += 2) {
            request = request.header(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    /** Where to ask for what became of it. */
    String queued(String order, String change, String body, String... headers) {
        return location(queue(operatorKey(), order, change, body, headers));
    }

    String queuedUpload(String lines) {
        return location(send(request("POST", "/v1/status-changes", "")
                .method("POST", BodyPublishers.ofString(lines))
                .setHeader("Content-Type", "application/x-ndjson")
                .header("Authorization", "Bearer " + operatorKey())
                .header("Prefer", "respond-async")));
    }

    static String location(Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(202);
        assertThat(answer.header("Preference-Applied")).isEqualTo("respond-async");
        return Objects.requireNonNull(answer.header("Location"));
    }

    static UUID id(String location) {
        return UUID.fromString(location.substring("/v1/operations/".length()));
    }

    /** The operation when it has ended. */
    JsonNode ended(String location) {
        for (int times = 0; times < 6; times++) {
            Answer answer = send(request("GET", location, null)
                    .header("Authorization", "Bearer " + operatorKey())
                    .header("Prefer", "wait=20"));
            assertThat(answer.status()).isEqualTo(200);
            if (answer.header("Retry-After") == null) {
                return answer.json();
            }
        }
        throw new AssertionError("The operation did not end within 2 min.");
    }

    static String change(String status) {
        return "{\"status\":\"" + status + "\"}";
    }

    static String line(String order, String change, String status) {
        return "{\"orderId\":\"%s\",\"changeId\":\"%s\",\"status\":\"%s\",\"kind\":\"report\"}\n"
                .formatted(order, change, status);
    }

    /** The ids of an order's changes, in the order of their versions. */
    List<String> history(String order) {
        var changes = new ArrayList<String>();
        get("/v1/orders/" + order + "/status-changes?limit=1000", operatorKey())
                .json()
                .path("items")
                .forEach(item -> changes.add(item.path("changeId").asString()));
        return changes;
    }
}
