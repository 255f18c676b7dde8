package orderstore.api.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.test.context.ActiveProfiles;

/** What the benchmarks compare with: as strict and as talkative as the product, and without effect. */
@ActiveProfiles("baseline")
class AnsweringWithoutTheLogTest extends OrderClient {

    private static final String PLACED =
            change("PLACED", "occurredAt", "\"2026-03-01T09:00:00Z\"", "source", "\"warehouse-7\"");

    private final String order = newOrder();

    @Test
    void a_change_is_answered_like_one_that_is_stored() {
        var answer = put(order, PLACED);

        assertThat(get("/v1/orders/" + order).problem()).isEqualTo("order-unknown");
        var stored = append(order, "c-1", PLACED);
        assertThat(answer.status()).isEqualTo(stored.status()).isEqualTo(201);
        assertThat(answer.json().propertyNames())
                .containsExactlyElementsOf(stored.json().propertyNames());
        assertThat(answer.response().headers().map().keySet())
                .isEqualTo(stored.response().headers().map().keySet());
    }

    @Test
    void a_bad_change_is_refused_as_always() {
        assertThat(put(order, "{\"status\": 1, \"unknown\": 2}").json().get("errors"))
                .isEqualTo(append(order, "c-1", "{\"status\": 1, \"unknown\": 2}")
                        .json()
                        .get("errors"));
    }

    @Test
    void a_current_status_and_a_history_have_the_shape_of_real_ones() {
        append(order, "c-1", PLACED);

        assertThat(get("/v1/baseline/orders/" + order).json().propertyNames())
                .containsExactlyElementsOf(get("/v1/orders/" + order).json().propertyNames());
        var history = get("/v1/baseline/histories/10/" + order).json();
        assertThat(history.propertyNames())
                .containsExactlyElementsOf(
                        get("/v1/orders/" + order + "/status-changes").json().propertyNames());
        assertThat(history.get("items")).hasSize(10);
    }

    @Test
    void a_key_and_its_roles_are_asked_for() {
        assertThat(send("PUT", path(order), null, PLACED).status()).isEqualTo(401);
        assertThat(get("/v1/baseline/orders/" + order, null).status()).isEqualTo(401);
        String reader = makeKey("reader-of-baselines", "\"reader\"");
        assertThat(send("PUT", path(order), reader, PLACED).status()).isEqualTo(403);
        assertThat(get("/v1/baseline/orders/" + order, reader).status()).isEqualTo(200);
    }

    private Answer put(String order, String body) {
        return send("PUT", path(order), operatorKey(), body);
    }

    private static String path(String order) {
        return "/v1/baseline/orders/" + order + "/status-changes/c-1";
    }
}
