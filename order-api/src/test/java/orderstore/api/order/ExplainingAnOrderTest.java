package orderstore.api.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import orderstore.api.attempt.RefusedAttempts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Why an order is what it is, and what was tried in vain. */
class ExplainingAnOrderTest extends OrderClient {

    private final String order = newOrder();
    private final String path = "/v1/orders/" + order + "/explanation";

    @Autowired
    private RefusedAttempts attempts;

    @BeforeEach
    void place() {
        append(order, "c-1", change("PLACED", "occurredAt", "\"2026-03-01T09:00:00Z\""));
    }

    private JsonNode explained() {
        attempts.write();
        Answer answer = get(path);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.json();
    }

    private Answer report(String changeId, String status, String hour) {
        String at = "\"2026-03-01T" + hour + ":00:00Z\"";
        return append(order, changeId, change(status, "kind", "\"report\"", "occurredAt", at));
    }

    @Test
    void the_change_that_made_the_status_is_named() {
        JsonNode told = explained();

        assertThat(told.get("orderId").asString()).isEqualTo(order);
        assertThat(told.get("status").asString()).isEqualTo("PLACED");
        assertThat(told.get("version").asInt()).isEqualTo(1);
        assertThat(told.get("madeBy").get("change"))
                .isEqualTo(get("/v1/orders/" + order + "/status-changes/c-1").json());
        assertThat(told.get("madeBy").get("why").asString())
                .endsWith(" made it PLACED by a command. No change came after it.");
        assertThat(told.get("since").isEmpty()).isTrue();
        assertThat(told.get("sinceTotal").asInt()).isZero();
        assertThat(told.get("refused").isEmpty()).isTrue();
    }

    @Test
    void changes_that_came_later_and_changed_nothing_are_told_with_the_reason() {
        report("c-2", "DELIVERED", "12");
        report("c-3", "SHIPPED", "10");

        JsonNode told = explained();

        assertThat(told.get("madeBy").get("change").get("changeId").asString()).isEqualTo("c-2");
        assertThat(told.get("sinceTotal").asInt()).isEqualTo(1);
        JsonNode late = told.get("since").get(0);
        assertThat(late.get("change").get("changeId").asString()).isEqualTo("c-3");
        assertThat(late.get("why").asString())
                .contains("2026-03-01T10:00:00Z", "DELIVERED", "2026-03-01T12:00:00Z", "only told later");
    }

    @Test
    void of_many_that_changed_nothing_the_first_hundred_are_told_and_all_are_counted() {
        report("c-2", "DELIVERED", "12");
        String late = IntStream.rangeClosed(1, 130)
                .mapToObj(i -> "{\"orderId\":\"%s\",\"changeId\":\"l-%d\",\"status\":\"SHIPPED\",\"kind\":\"report\","
                                .formatted(order, i)
                        + "\"occurredAt\":\"2026-03-01T10:00:00Z\"}")
                .collect(Collectors.joining("\n"));
        send(request("POST", "/v1/status-changes", late)
                .setHeader("Content-Type", "application/x-ndjson")
                .header("Authorization", "Bearer " + operatorKey()));

        JsonNode told = explained();

        assertThat(told.get("version").asInt()).isEqualTo(132);
        assertThat(told.get("madeBy").get("change").get("changeId").asString()).isEqualTo("c-2");
        assertThat(told.get("madeBy").get("why").asString()).endsWith("No change since has changed that.");
        assertThat(told.get("sinceTotal").asInt()).isEqualTo(130);
        assertThat(told.get("since")
                        .valueStream()
                        .map(one -> one.get("change").get("changeId").asString()))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 100).mapToObj(i -> "l-" + i).toList());
    }

    @Test
    void a_report_against_a_decision_is_told_as_that() {
        append(order, "c-2", change("CANCELLED"));
        append(order, "c-3", change("DELIVERED", "kind", "\"report\""));

        JsonNode odd = explained().get("since").get(0);

        assertThat(odd.get("change").get("effect").asString()).isEqualTo("conflicting");
        assertThat(odd.get("why").asString())
                .isEqualTo("It only reports DELIVERED, and CANCELLED was decided by a command and is final;"
                        + " a correction can change it.");
    }

    @Test
    void a_correction_tells_what_it_corrected_and_the_corrected_change_by_what() {
        report("c-2", "SHIPPED", "10");
        append(
                order,
                "c-3",
                change("CONFIRMED", "kind", "\"correction\"", "corrects", "\"c-2\"", "reason", "\"mixed up\""));

        JsonNode made = explained().get("madeBy");

        assertThat(made.get("change").get("corrects").asString()).isEqualTo("c-2");
        assertThat(made.get("why").asString()).contains("corrected change c-2: the status is CONFIRMED");
    }

    @Test
    void refused_attempts_are_told_the_same_ones_counted() {
        append(order, "c-2", change("DELIVERED"));
        append(order, "c-2", change("DELIVERED"));
        append(order, "c-3", change("CONFIRMED"), "If-Match", "\"7\"");
        append(order, "c-1", change("PLACED", "reason", "\"other\""));
        String line = "{\"orderId\":\"%s\",\"changeId\":\"c-4\",\"status\":\"NOWHERE\"}\n".formatted(order);
        send(request("POST", "/v1/status-changes", line)
                .setHeader("Content-Type", "application/x-ndjson")
                .header("Authorization", "Bearer " + operatorKey()));

        JsonNode refused = explained().get("refused");

        assertThat(refused.findValuesAsString("problem"))
                .containsExactlyInAnyOrder(
                        "/problems/transition-refused",
                        "/problems/version-mismatch",
                        "/problems/change-id-reused",
                        "/problems/unknown-status");
        JsonNode again = refused.valueStream()
                .filter(one -> one.get("changeId").asString().equals("c-2"))
                .findFirst()
                .orElseThrow();
        assertThat(again.get("requestedStatus").asString()).isEqualTo("DELIVERED");
        assertThat(again.get("kind").asString()).isEqualTo("command");
        assertThat(again.get("actor").asString()).isNotBlank();
        assertThat(again.get("detail").asString()).contains("PLACED", "DELIVERED");
        assertThat(again.get("times").asInt()).isEqualTo(2);
        assertThat(again.get("at").asString()).endsWith("Z");
        assertThat(again.has("orderId")).isFalse();
    }

    @Test
    void what_there_is_no_order_of_is_not_noted() {
        String unknown = newOrder();
        append(unknown, "c-1", change("DELIVERED"));
        attempts.write();
        assertThat(get("/v1/orders/" + unknown + "/explanation").problem()).isEqualTo("order-unknown");

        append(unknown, "c-1", change("PLACED"));
        attempts.write();

        assertThat(get("/v1/orders/" + unknown + "/explanation")
                        .json()
                        .get("refused")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void parameters_that_it_does_not_know_are_refused() {
        assertThat(get(path + "?asOf=2026-03-01T09:00:00Z").status()).isEqualTo(400);
        assertThat(get("/v1/orders/a%20b/explanation").status()).isEqualTo(400);
    }
}
