package orderstore.api.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What came of a queued change goes with its order; one that is done after that finds the order purged. */
class PurgingOperationsTest extends RetentionServer {

    @Test
    void results_go_with_their_order_and_what_comes_later_is_told_that_it_went() {
        String order = "goes-" + UUID.randomUUID();
        closed(order, 500);
        String refused = queued(order, "vain");
        assertThat(ended(refused).get("state").asString()).isEqualTo("failed");

        purge();
        JsonNode late = ended(queued(order, "late"));

        assertThat(get(refused).problem()).isEqualTo("operation-unknown");
        assertThat(late.get("state").asString()).isEqualTo("failed");
        assertThat(late.get("problem").get("type").asString()).isEqualTo("/problems/order-purged");
    }

    private String queued(String order, String change) {
        Answer answer =
                send(request("PUT", "/v1/orders/" + order + "/status-changes/" + change, "{\"status\":\"PLACED\"}")
                        .header("Authorization", "Bearer " + key())
                        .header("Prefer", "respond-async"));
        return Objects.requireNonNull(answer.header("Location"));
    }

    private JsonNode ended(String operation) {
        return send(request("GET", operation, null)
                        .header("Authorization", "Bearer " + key())
                        .header("Prefer", "wait=60"))
                .json();
    }
}
