package orderstore.api.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Orders are kept in memory between changes; nobody can tell by the answers, also when other nodes write. */
class KeepingOrdersInMemoryTest extends OrderClient {

    private final String order = newOrder();

    @Test
    void a_refusal_is_decided_on_what_another_node_has_appended() {
        append(order, "c-1", change("PLACED"));
        appendOnAnotherNode(2, "CONFIRMED", "PLACED");
        appendOnAnotherNode(3, "SHIPPED", "CONFIRMED");

        var next = append(order, "c-4", change("DELIVERED"));

        assertThat(next.status()).as(next.response().body()).isEqualTo(201);
        assertThat(next.json().get("version").asInt()).isEqualTo(4);
    }

    @Test
    void a_change_is_decided_on_what_another_node_has_appended() {
        append(order, "c-1", change("PLACED"));
        appendOnAnotherNode(2, "CANCELLED", "PLACED");

        var refused = append(order, "c-3", change("CONFIRMED"));
        assertThat(refused.problem()).isEqualTo("transition-refused");
        assertThat(refused.json().get("currentStatus").asString()).isEqualTo("CANCELLED");
        assertThat(append(order, "other-2", change("CANCELLED")).status()).isEqualTo(200);
    }

    @Test
    void an_expected_version_is_compared_with_what_another_node_has_appended() {
        append(order, "c-1", change("PLACED"));
        appendOnAnotherNode(2, "CONFIRMED", "PLACED");

        assertThat(append(order, "c-3", change("SHIPPED"), "If-Match", "\"2\"").status())
                .isEqualTo(201);
    }

    @Test
    void the_log_says_when_a_change_was_recorded_not_the_node() {
        var placed = append(order, "c-1", change("PLACED"));
        append(order, "c-2", change("SHIPPED", "kind", "\"report\"", "occurredAt", "\"2026-01-01T00:00:00Z\""));

        var now = get("/v1/orders/" + order).json();

        assertThat(now.get("status").asString()).isEqualTo("PLACED");
        assertThat(now.get("changedAt")).isEqualTo(placed.json().get("recordedAt"));
        assertThat(now.get("openedAt").asString()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void an_order_that_was_asked_for_in_vain_can_still_be_made() {
        assertThat(append(order, "c-1", change("SHIPPED")).status()).isEqualTo(422);
        assertThat(append(order, "c-1", change("PLACED")).status()).isEqualTo(201);
        assertThat(append(order, "c-2", change("CONFIRMED")).status()).isEqualTo(201);
    }

    private void appendOnAnotherNode(int version, String status, String previous) {
        database().execute("""
                select append_events(array['%s'], array[%d], array['order.status-changed.v1'],
                  array['{"changeId":"other-%d","kind":"command","status":"%s","previousStatus":"%s"}'],
                  array['{}'], array['{"status":"%s"}'])
                """.formatted(order, version, version, status, previous, status));
    }
}
