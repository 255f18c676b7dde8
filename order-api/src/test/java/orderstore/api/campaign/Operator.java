package orderstore.api.campaign;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Somebody who rebuilds read models, and gets through to them whichever nodes are there. */
final class Operator {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final List<String> ENDED = List.of("promoted", "discarded", "cancelled", "failed");

    private final Cluster cluster;

    Operator(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Begins to rebuild a projection; where the rebuild is. */
    String start(String projection, String promote) throws InterruptedException {
        var answer = cluster.operate("POST", projection + "/rebuilds", "{\"promote\":\"" + promote + "\"}");
        // A node that was killed over its answer may have begun all the same.
        String id = answer.statusCode() == 409
                ? standing(projection).get("rebuild").get("id").asString()
                : json(answer).get("id").asString();
        return projection + "/rebuilds/" + id;
    }

    /** Waits until it is caught up or further; it must be equal to what it is to replace. */
    void awaitCaughtUp(String rebuild) {
        await(rebuild, List.of("caught-up", "promoted"));
        JsonNode differences = get(rebuild).get("differences");
        if (differences.get("changed").asLong()
                        + differences.get("missing").asLong()
                        + differences.get("extra").asLong()
                > 0) {
            throw new AssertionError(rebuild + " differs: " + differences);
        }
    }

    void await(String rebuild, List<String> states) {
        Waiting.until(rebuild + " is one of " + states, PATIENCE, () -> {
            JsonNode now = get(rebuild);
            String state = now.get("state").asString();
            if (ENDED.contains(state) && !states.contains(state)) {
                throw new AssertionError("It is to be one of " + states + ": " + now);
            }
            return states.contains(state);
        });
    }

    /** Promotes, discards or cancels; again while a node is dead or frozen on whose work or locks that waits. */
    void tell(String rebuild, String what, String state) {
        Waiting.until(what + " of " + rebuild, PATIENCE, () -> {
            var answer = cluster.operate("POST", rebuild + "/" + what, "");
            return answer.statusCode() == 200
                    || get(rebuild).get("state").asString().equals(state);
        });
    }

    /** Gives up each change that could not be taken in. */
    void skipAll() throws InterruptedException {
        for (JsonNode letter : json(cluster.insist(0, "GET", "/v1/admin/dead-letters?limit=1000", "", ""))
                .get("items")) {
            if (!letter.get("failure").isNull()) {
                String path = "/v1/admin/dead-letters/" + letter.get("id").asString() + "/skip";
                JsonNode done =
                        json(cluster.insist(0, "POST", path, "application/json", "{\"reason\":\"it is a test\"}"));
                if (done.get("remaining").asInt() > 0) {
                    throw new AssertionError("What follows a skipped change was not taken in: " + done);
                }
            }
        }
    }

    JsonNode get(String rebuild) {
        try {
            return json(cluster.operate("GET", rebuild, ""));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode standing(String projection) throws InterruptedException {
        for (JsonNode standing : Cluster.json(cluster.operate("GET", "", ""))) {
            if (standing.get("name").asString().equals(projection)) {
                return standing;
            }
        }
        throw new AssertionError("There is no projection " + projection);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        if (answer.statusCode() >= 400) {
            throw new AssertionError(answer.body());
        }
        return Cluster.json(answer);
    }
}
