package orderstore.api.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Every answer that the append has, over HTTP. */
class AppendingAChangeTest extends OrderClient {

    private static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final String order = newOrder();

    @Test
    void a_change_is_appended_and_shown_with_all_that_is_known_of_it() {
        var answer = append(order, "c-1", """
                {"status": "PLACED", "kind": "command", "occurredAt": "2026-03-01T09:00:00.5Z", "source": "shop",
                 "reason": "größer ✓", "attributes": {"b": 1.50, "a": "x", "c": true, "d": 1e2}}""", "traceparent", TRACEPARENT);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo("/v1/orders/" + order + "/status-changes/c-1");
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        var change = answer.json();
        assertThat(change.propertyNames())
                .containsExactly(
                        "orderId",
                        "changeId",
                        "version",
                        "position",
                        "status",
                        "previousStatus",
                        "kind",
                        "effect",
                        "source",
                        "actor",
                        "reason",
                        "attributes",
                        "occurredAt",
                        "recordedAt",
                        "traceId",
                        "corrects",
                        "correctedBy");
        assertThat(change.get("orderId").asString()).isEqualTo(order);
        assertThat(change.get("version").asInt()).isEqualTo(1);
        assertThat(change.get("previousStatus").isNull()).isTrue();
        assertThat(change.get("effect").asString()).isEqualTo("applied");
        assertThat(change.get("actor").asString()).isEqualTo("operator");
        assertThat(change.get("reason").asString()).isEqualTo("größer ✓");
        assertThat(change.get("attributes").toString()).isEqualTo("{\"a\":\"x\",\"b\":1.5,\"c\":true,\"d\":100}");
        assertThat(change.get("occurredAt").asString()).isEqualTo("2026-03-01T09:00:00.500Z");
        assertThat(change.get("traceId").asString()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(get("/v1/orders/" + order + "/status-changes/c-1").json()).isEqualTo(change);
    }

    @Test
    void a_change_without_a_time_happened_when_it_was_recorded() {
        var change = append(order, "c-1", change("PLACED")).json();

        assertThat(change.get("occurredAt")).isEqualTo(change.get("recordedAt"));
        assertThat(change.get("traceId").isNull()).isTrue();
        assertThat(get("/v1/orders/" + order).json().get("openedAt")).isEqualTo(change.get("recordedAt"));
    }

    @Test
    void an_answer_is_in_utf_8_whatever_charset_is_asked_for() {
        var answer = append(order, "c-1", change("PLACED"), "Accept", "application/json;charset=utf-16");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().get("status").asString()).isEqualTo("PLACED");
    }

    @Test
    void the_same_change_again_is_replayed_however_late_and_whatever_is_expected() {
        var first = append(order, "c-1", change("PLACED", "attributes", "{\"n\": 1.0}"));
        append(order, "c-2", change("CONFIRMED"));

        var again = append(order, "c-1", change("PLACED", "attributes", "{\"n\": 1}"), "If-Match", "\"77\"");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.header("ETag")).isEqualTo("\"1\"");
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(get("/v1/orders/" + order).json().get("version").asInt()).isEqualTo(2);
    }

    @Test
    void other_content_under_the_same_id_is_refused_with_the_differences() {
        append(order, "c-1", change("PLACED", "reason", "\"a\""));

        var answer = append(order, "c-1", change("CONFIRMED", "source", "\"shop\"", "reason", "\"a\""));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("change-id-reused");
        assertThat(answer.json().get("differences").toString())
                .isEqualTo("[{\"pointer\":\"/status\",\"stored\":\"PLACED\",\"sent\":\"CONFIRMED\"},"
                        + "{\"pointer\":\"/source\",\"stored\":null,\"sent\":\"shop\"}]");
    }

    @Test
    void what_the_model_does_not_allow_is_refused_with_what_it_does() {
        append(order, "c-1", change("PLACED"));

        var answer = append(order, "c-2", change("DELIVERED"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("transition-refused");
        assertThat(answer.json().get("currentStatus").asString()).isEqualTo("PLACED");
        assertThat(answer.json().get("allowedNext").toString())
                .isEqualTo("[\"PAYMENT_PENDING\",\"CONFIRMED\",\"ON_HOLD\",\"REJECTED\",\"CANCELLED\",\"EXPIRED\"]");
        assertThat(answer.detail())
                .isEqualTo("Order " + order + " is PLACED and cannot become DELIVERED. Allowed next: PAYMENT_PENDING,"
                        + " CONFIRMED, ON_HOLD, REJECTED, CANCELLED, EXPIRED.");
        var first = append(newOrder(), "c-1", change("SHIPPED"));
        assertThat(first.problem()).isEqualTo("transition-refused");
        assertThat(first.json().get("currentStatus").isNull()).isTrue();
        var unknown = append(order, "c-3", change("NOWHERE"));
        assertThat(unknown.problem()).isEqualTo("unknown-status");
        assertThat(unknown.json().get("status").asInt()).isEqualTo(422);
        assertThat(unknown.json().get("requestedStatus").asString()).isEqualTo("NOWHERE");
    }

    @Test
    void a_report_is_never_refused_and_says_what_it_did() {
        append(order, "c-1", change("PLACED", "occurredAt", "\"2026-03-01T09:00:00Z\""));
        append(order, "c-2", change("CANCELLED", "occurredAt", "\"2026-03-01T10:00:00Z\""));

        var late =
                append(order, "c-3", change("SHIPPED", "kind", "\"report\"", "occurredAt", "\"2026-03-01T09:30:00Z\""));
        assertThat(late.status()).isEqualTo(201);
        assertThat(late.json().get("effect").asString()).isEqualTo("superseded");
        var odd = append(
                order, "c-4", change("DELIVERED", "kind", "\"report\"", "occurredAt", "\"2026-03-01T11:00:00Z\""));
        assertThat(odd.json().get("effect").asString()).isEqualTo("conflicting");
        assertThat(odd.json().get("previousStatus").asString()).isEqualTo("CANCELLED");

        var now = get("/v1/orders/" + order).json();
        assertThat(now.get("status").asString()).isEqualTo("CANCELLED");
        assertThat(now.get("conflicting").asBoolean()).isTrue();
        assertThat(now.get("final").asBoolean()).isTrue();
        assertThat(now.get("version").asInt()).isEqualTo(4);
        assertThat(now.get("changedAt").asString()).isEqualTo("2026-03-01T10:00:00Z");
    }

    @Test
    void a_correction_is_always_applied_and_the_corrected_change_shows_it() {
        append(order, "c-1", change("PLACED"));
        append(order, "c-2", change("CANCELLED"));

        var fixed = append(
                order,
                "c-3",
                change("CONFIRMED", "kind", "\"correction\"", "corrects", "\"c-2\"", "reason", "\"wrong order\""));

        assertThat(fixed.status()).isEqualTo(201);
        assertThat(fixed.json().get("corrects").asString()).isEqualTo("c-2");
        assertThat(get("/v1/orders/" + order).json().get("status").asString()).isEqualTo("CONFIRMED");
        var corrected = get("/v1/orders/" + order + "/status-changes/c-2").json();
        assertThat(corrected.get("correctedBy").asString()).isEqualTo("c-3");
        assertThat(corrected.get("status").asString()).isEqualTo("CANCELLED");
        assertThat(append(order, "c-2", change("CANCELLED")).json()).isEqualTo(corrected);
        var unknown = append(
                order, "c-4", change("CLOSED", "kind", "\"correction\"", "corrects", "\"c-9\"", "reason", "\"x\""));
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.problem()).isEqualTo("unknown-change");
    }

    @Test
    void a_correction_is_for_operators() {
        append(order, "c-1", change("PLACED"));
        String writer = makeKey("writer-" + order, "\"writer\"");

        var answer = send(
                "PUT",
                "/v1/orders/" + order + "/status-changes/c-2",
                writer,
                change("CONFIRMED", "kind", "\"correction\"", "corrects", "\"c-1\"", "reason", "\"x\""));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.problem()).isEqualTo("forbidden");
        assertThat(send("PUT", "/v1/orders/" + order + "/status-changes/c-2", writer, change("CONFIRMED"))
                        .json()
                        .get("actor")
                        .asString())
                .isEqualTo("writer-" + order);
    }

    @Test
    void an_expected_version_is_compared() {
        assertThat(append(order, "c-1", change("PLACED"), "If-Match", "\"1\"").status())
                .isEqualTo(412);
        assertThat(append(order, "c-1", change("PLACED"), "If-Match", "*").status())
                .isEqualTo(412);
        assertThat(append(order, "c-1", change("PLACED"), "If-None-Match", "*").status())
                .isEqualTo(201);

        var exists = append(order, "c-2", change("CONFIRMED"), "If-None-Match", "*");
        assertThat(exists.status()).isEqualTo(412);
        assertThat(exists.problem()).isEqualTo("version-mismatch");
        assertThat(exists.json().get("currentVersion").asInt()).isEqualTo(1);
        assertThat(append(order, "c-2", change("CONFIRMED"), "If-Match", "W/\"1\"")
                        .status())
                .isEqualTo(412);
        assertThat(append(order, "c-2", change("CONFIRMED"), "If-Match", "\"x\", \"1\"")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void the_id_may_stand_in_a_header() {
        String path = "/v1/orders/" + order + "/status-changes";
        var request = request("POST", path, change("PLACED")).header("Authorization", "Bearer " + operatorKey());

        var first = send(request.copy().header("Idempotency-Key", "c-1"));
        assertThat(first.status()).as(first.response().body()).isEqualTo(201);
        assertThat(send(request.copy().header("Idempotency-Key", "\"c-1\"")).status())
                .isEqualTo(200);
        var without = send(request);
        assertThat(without.status()).isEqualTo(400);
        assertThat(without.json().get("errors").get(0).get("pointer").asString())
                .isEqualTo("/Idempotency-Key");
    }

    @Test
    void an_order_that_is_full_takes_no_more() {
        database().execute("""
                insert into order_event
                select 1000000 + n, now(), current_date, n, '%1$s', 'order.status-changed.v1',
                  '{"changeId":"n-' || n || '","kind":"report","status":"IN_TRANSIT"}', '{}', sha256('x')
                from generate_series(1, 10000) n;
                insert into order_head (recorded_at, opened_on, version, order_id, hash, state)
                select recorded_at, opened_on, version, order_id, hash, '{"status":"IN_TRANSIT"}'
                from order_event where order_id = '%1$s' and version = 10000
                """.formatted(order));

        var answer = append(order, "one-more", change("DELIVERED"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("order-full");
        assertThat(answer.json().get("limit").asInt()).isEqualTo(10_000);
        assertThat(append(order, "n-5000", change("IN_TRANSIT", "kind", "\"report\""))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_time_may_be_a_little_ahead_and_no_more() {
        Instant now = Instant.now();

        assertThat(append(
                                order,
                                "c-1",
                                change(
                                        "PLACED",
                                        "occurredAt",
                                        "\"" + now.plusSeconds(240).toString().replaceFirst("\\.\\d+", "") + "\""))
                        .status())
                .isEqualTo(201);
        var far = append(
                order,
                "c-2",
                change(
                        "CONFIRMED",
                        "occurredAt",
                        "\"" + now.plusSeconds(600).toString().replaceFirst("\\.\\d+", "") + "\""));
        assertThat(far.status()).isEqualTo(400);
        assertThat(far.json().get("errors").get(0).get("pointer").asString()).isEqualTo("/occurredAt");
    }
}
