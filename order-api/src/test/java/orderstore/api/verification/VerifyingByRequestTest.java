package orderstore.api.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import orderstore.api.security.RunningServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an operator learns who asks whether the log is as it was written. */
class VerifyingByRequestTest extends RunningServer {

    private static final String VERIFICATIONS = "/v1/admin/verifications";

    private String order(int changes) {
        String order = "verified-" + UUID.randomUUID();
        for (int i = 1; i <= changes; i++) {
            send(
                    "PUT",
                    "/v1/orders/" + order + "/status-changes/c-" + i,
                    operatorKey(),
                    "{\"status\":\"PLACED\",\"kind\":\"report\"}");
        }
        return order;
    }

    private Answer verify(@Nullable String body) {
        return send("POST", VERIFICATIONS, operatorKey(), body);
    }

    private static String one(String order) {
        return "{\"orderId\":\"" + order + "\"}";
    }

    /**
     * What nobody but a superuser can do: the log itself refuses.
     *
     * @param sql with {@code %s} for the partition that has the order
     */
    private void forge(String order, String sql) {
        database().execute("""
            do $$
            declare
              part text;
            begin
              select tableoid::regclass into part from order_event where order_id = '%s' limit 1;
              execute format('alter table %%s disable trigger all', part);
              execute format($sql$%s$sql$, part);
              execute format('alter table %%s enable trigger all', part);
            end
            $$
            """.formatted(order, sql));
    }

    /** One byte, and back again. */
    private void flip(String order, int version) {
        forge(
                order,
                "update %s set payload = overlay(payload placing chr(ascii(substr(payload, 3)) # 1) from 3 for 1)"
                        + " where order_id = '" + order + "' and version = " + version);
    }

    @Test
    void an_order_is_as_it_was_written_until_one_byte_is_changed() {
        String order = order(3);
        Answer before = verify(one(order));
        assertThat(before.status()).isEqualTo(200);
        assertThat(before.json().propertyNames()).contains("orders", "changes", "ok");
        assertThat(before.json().get("orders").asInt()).isEqualTo(1);
        assertThat(before.json().get("changes").asInt()).isEqualTo(3);
        assertThat(before.json().get("ok").asBoolean()).isTrue();

        flip(order, 2);
        try {
            JsonNode found = verify(one(order)).json();
            assertThat(found.get("ok").asBoolean()).isFalse();
            JsonNode broken = found.get("broken").get(0);
            assertThat(broken.get("orderId").asString()).isEqualTo(order);
            assertThat(broken.get("version").asInt()).isEqualTo(2);
            assertThat(broken.get("position").asLong(0)).isPositive();
            assertThat(broken.get("detail").asString()).contains("hash");
            assertThat(verify("{}").json().get("broken").toString()).contains(order);
        } finally {
            flip(order, 2);
        }
        assertThat(verify(one(order)).json().get("ok").asBoolean()).isTrue();
    }

    @Test
    void a_current_status_that_no_change_gives_is_found() {
        String order = order(2);
        state(order, "PLACED", "CLOSED");
        try {
            assertThat(get("/v1/orders/" + order, operatorKey())
                            .json()
                            .get("status")
                            .asString())
                    .isEqualTo("CLOSED");
            JsonNode broken = verify(one(order)).json().get("broken").get(0);
            assertThat(broken.get("version").asInt()).isEqualTo(2);
            assertThat(broken.get("detail").asString())
                    .isEqualTo("The head's status is CLOSED, but the changes give PLACED.");
        } finally {
            state(order, "CLOSED", "PLACED");
        }
        assertThat(verify(one(order)).json().get("ok").asBoolean()).isTrue();
    }

    private void state(String order, String from, String to) {
        database()
                .execute("update order_head set state = replace(state, '%s', '%s') where order_id = '%s'"
                        .formatted(from, to, order));
    }

    @Test
    void all_orders_are_verified_and_that_stays_written() {
        String order = order(1);

        JsonNode found = verify(null).json();

        assertThat(found.get("changes").asLong(0)).isPositive();
        assertThat(found.get("broken").toString()).doesNotContain(order);
        assertThat(found.get("digest").asString()).matches("[0-9a-f]{64}");
        assertThat(found.get("months").get(0).propertyNames()).containsExactly("month", "orders", "changes", "digest");
        JsonNode listed = get(VERIFICATIONS + "?limit=1", operatorKey())
                .json()
                .get("items")
                .get(0);
        assertThat(listed.get("startedBy").asString()).isEqualTo("operator");
        assertThat(listed.get("digest")).isEqualTo(found.get("digest"));
        assertThat(listed.get("position")).isEqualTo(found.get("position"));

        order(1);
        assertThat(verify("{\"position\":" + found.get("position").asLong(0) + "}")
                        .json()
                        .get("digest"))
                .isEqualTo(found.get("digest"));
    }

    @Test
    void what_is_asked_wrongly_is_refused() {
        assertThat(verify(one("nobody-" + UUID.randomUUID())).problem()).isEqualTo("order-unknown");
        assertThat(verify("{\"order\":\"a\"}").status()).isEqualTo(400);
        assertThat(verify("{\"orderId\":\"a b\"}").status()).isEqualTo(400);
        assertThat(verify("{\"position\":-1}").status()).isEqualTo(400);
        assertThat(verify("{\"position\":1.5}").status()).isEqualTo(400);
        assertThat(verify("{\"position\":1,\"orderId\":\"a\"}").status()).isEqualTo(400);
        assertThat(verify("{\"position\":999999999999}").detail()).contains("the log goes as far as position");
    }
}
