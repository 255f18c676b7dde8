package orderstore.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A change may be queued, and what became of it is told later as it would have been at once. */
class AppendingLaterTest extends OperationClient {

    private final String order = newOrder();

    @Test
    void a_queued_change_is_appended_and_shown_as_its_result() {
        Answer accepted = queue(operatorKey(), order, "c-1", "{\"status\":\"PLACED\",\"source\":\"shop\"}");

        assertThat(accepted.json().get("state").asString()).isEqualTo("queued");
        JsonNode done = ended(location(accepted));
        assertThat(done.get("state").asString()).isEqualTo("done");
        assertThat(done.get("id").asString())
                .isEqualTo(accepted.json().get("id").asString());
        assertThat(done.get("result").get("replayed").asBoolean()).isFalse();
        assertThat(done.get("result").get("change").toString())
                .isEqualTo(get("/v1/orders/" + order + "/status-changes/c-1", operatorKey())
                        .json()
                        .toString());
    }

    @Test
    void the_change_has_the_name_of_the_key_and_the_trace_of_the_request() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        String operation =
                queued(order, "c-1", change("PLACED"), "traceparent", "00-" + trace + "-00f067aa0ba902b7-01");

        JsonNode change = ended(operation).get("result").get("change");

        assertThat(change.get("actor").asString()).isEqualTo("operator");
        assertThat(change.get("traceId").asString()).isEqualTo(trace);
    }

    @Test
    void a_change_that_is_refused_has_failed_with_the_problem_that_it_would_have_been_answered_with() {
        JsonNode failed = ended(queued(order, "c-1", change("DELIVERED")));

        assertThat(failed.get("state").asString()).isEqualTo("failed");
        JsonNode problem = failed.get("problem");
        assertThat(problem.get("type").asString()).isEqualTo("/problems/transition-refused");
        assertThat(problem.get("status").asInt()).isEqualTo(422);
        assertThat(problem.get("traceId").asString()).matches("[0-9a-f]{32}");
        assertThat(failed.has("result")).isFalse();
    }

    @Test
    void what_is_invalid_by_itself_is_refused_at_once() {
        String writer = makeKey("later-writer-" + UUID.randomUUID(), "\"writer\"");
        String reader = makeKey("later-reader-" + UUID.randomUUID(), "\"reader\"");

        assertThat(queue(operatorKey(), order, "c-1", "{}").status()).isEqualTo(400);
        assertThat(queue(operatorKey(), order, "c-1", change("x".repeat(70_000)))
                        .status())
                .isEqualTo(413);
        assertThat(queue(reader, order, "c-1", change("PLACED")).status()).isEqualTo(403);
        assertThat(queue(writer, order, "c-2", correction("c-1")).status()).isEqualTo(403);
    }

    @Test
    void the_precondition_is_asked_when_it_is_done() {
        String first = queued(order, "c-1", change("PLACED"), "If-None-Match", "*");
        String second = queued(order, "c-2", change("CONFIRMED"), "If-Match", "\"1\", \"7\"");
        String late = queued(order, "c-3", change("ON_HOLD"), "If-Match", "\"1\"");

        assertThat(ended(first).get("state").asString()).isEqualTo("done");
        assertThat(ended(second).get("state").asString()).isEqualTo("done");
        assertThat(ended(late).get("problem").get("type").asString()).isEqualTo("/problems/version-mismatch");
    }

    @Test
    void a_change_that_was_there_before_is_told_to_be_replayed() {
        ended(queued(order, "c-1", change("PLACED")));

        JsonNode again = ended(queued(order, "c-1", change("PLACED")));
        JsonNode other = ended(queued(order, "c-1", change("CONFIRMED")));

        assertThat(again.get("result").get("replayed").asBoolean()).isTrue();
        assertThat(other.get("problem").get("type").asString()).isEqualTo("/problems/change-id-reused");
        assertThat(history(order)).containsExactly("c-1");
    }

    @Test
    void of_a_flood_the_changes_of_each_order_are_decided_in_the_order_of_their_acceptance() {
        List<String> orders = IntStream.range(0, 40).mapToObj(i -> order + i).toList();
        var operations = new ArrayList<String>();
        for (String status : List.of("PLACED", "CONFIRMED", "ON_HOLD", "CANCELLED")) {
            orders.forEach(one -> operations.add(queued(one, status, change(status))));
        }

        operations.forEach(operation ->
                assertThat(ended(operation).get("state").asString()).isEqualTo("done"));
        orders.forEach(one -> assertThat(history(one)).containsExactly("PLACED", "CONFIRMED", "ON_HOLD", "CANCELLED"));
    }

    @Test
    void it_is_told_to_the_key_that_asked_and_to_operators() {
        String writer = makeKey("later-own-" + order, "\"writer\"");
        String another = makeKey("later-other-" + order, "\"writer\",\"reader\"");
        String operation = location(queue(writer, order, "c-1", change("PLACED")));
        ended(operation);

        assertThat(get(operation, writer).status()).isEqualTo(200);
        Answer others = get(operation, another);
        assertThat(others.status()).isEqualTo(404);
        assertThat(others.problem()).isEqualTo("operation-unknown");
        assertThat(get("/v1/operations/x", operatorKey()).problem()).isEqualTo("operation-unknown");
    }

    @Test
    void what_was_accepted_is_done_even_if_its_key_is_revoked() {
        String name = "later-revoked-" + order;
        String writer = makeKey(name, "\"writer\"");
        String operation = location(queue(writer, order, "c-1", change("PLACED")));
        send("DELETE", "/v1/admin/keys/" + name, operatorKey(), null);

        JsonNode change = ended(operation).get("result").get("change");

        assertThat(change.get("actor").asString()).isEqualTo(name);
        assertThat(get(operation, writer).status()).isEqualTo(401);
    }

    @Test
    void a_correction_is_audited_when_it_is_accepted_and_when_it_is_done() {
        ended(queued(order, "c-1", change("PLACED")));

        ended(queued(order, "c-2", correction("c-1")));

        var statuses = database().rows("""
                        select d.status
                        from audit_entry e
                        join audit_entry_end d on d.entry = e.id
                        where e.path = '/v1/orders/%s/status-changes/c-2'
                        order by e.id
                        """.formatted(order));
        assertThat(statuses).containsExactly("202", "201");
    }

    private static String correction(String corrects) {
        return "{\"status\":\"CONFIRMED\",\"kind\":\"correction\",\"corrects\":\"%s\",\"reason\":\"a slip\"}"
                .formatted(corrects);
    }
}
