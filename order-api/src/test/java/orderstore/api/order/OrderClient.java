package orderstore.api.order;

import java.util.UUID;
import orderstore.api.security.RunningServer;
import org.jspecify.annotations.Nullable;

/** A product that runs, and a client of its orders with every role. */
abstract class OrderClient extends RunningServer {

    /** An order that nobody has used yet. */
    static String newOrder() {
        return "o-" + UUID.randomUUID();
    }

    Answer append(String orderId, String changeId, String body) {
        return send("PUT", "/v1/orders/" + orderId + "/status-changes/" + changeId, operatorKey(), body);
    }

    Answer append(String orderId, String changeId, String body, String header, String value) {
        return send(request("PUT", "/v1/orders/" + orderId + "/status-changes/" + changeId, body)
                .header("Authorization", "Bearer " + operatorKey())
                .header(header, value));
    }

    Answer get(String path) {
        return get(path, operatorKey());
    }

    Answer get(String path, String header, @Nullable String value) {
        return send(request("GET", path, null)
                .header("Authorization", "Bearer " + operatorKey())
                .header(header, String.valueOf(value)));
    }

    /** A change's body: a status, and what else is given as {@code name, value, …}, each a JSON value as text. */
    static String change(String status, String... more) {
        var json = new StringBuilder("{\"status\":\"" + status + "\"");
        for (int i = 0; i < more.length; i += 2) {
            json.append(",\"").append(more[i]).append("\":").append(more[i + 1]);
        }
        return json.append('}').toString();
    }
}
