package orderstore.api.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What an order was, and what the store said of it, as support asks. */
class LookingBackAtAnOrderTest extends OrderClient {

    private static final List<String> STATUSES = List.of("PLACED", "CONFIRMED", "PACKED", "SHIPPED", "DELIVERED");

    private final String order = newOrder();
    private final String path = "/v1/orders/" + order;

    @Test
    void what_was_told_late_is_true_for_its_time_and_was_not_known_before() {
        at("c-1", "PLACED", "command", "09");
        JsonNode delivered = at("c-2", "DELIVERED", "report", "12");
        JsonNode shipped = at("c-3", "SHIPPED", "report", "10");

        JsonNode then = get(path + "?asOf=2026-03-01T11:00:00Z").json();
        assertThat(then.get("status").asString()).isEqualTo("SHIPPED");
        assertThat(then.get("changedAt").asString()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(then.get("openedAt").asString()).isEqualTo("2026-03-01T09:00:00Z");
        assertThat(then.get("version").asInt()).isEqualTo(3);
        assertThat(then.get("lastChange")).isEqualTo(shipped);
        String known = "&asKnownAt=" + delivered.get("recordedAt").asString();
        assertThat(get(path + "?asOf=2026-03-01T11:00:00Z" + known)
                        .json()
                        .get("status")
                        .asString())
                .isEqualTo("PLACED");
    }

    @Test
    void what_was_corrected_was_not_true_and_was_thought_so() {
        at("c-1", "PLACED", "command", "09");
        JsonNode wrong = at("c-2", "SHIPPED", "report", "10");
        append(
                order,
                "c-3",
                change("CONFIRMED", "kind", "\"correction\"", "corrects", "\"c-2\"", "reason", "\"mixed up\""));

        assertThat(status("?asOf=2026-03-01T11:00:00Z")).isEqualTo("PLACED");
        assertThat(status("?asKnownAt=" + wrong.get("recordedAt").asString())).isEqualTo("SHIPPED");
    }

    @Test
    void the_past_has_no_tag() {
        at("c-1", "PLACED", "command", "09");

        Answer answer = get(path + "?asOf=2026-03-01T11:00:00Z", "If-None-Match", "\"1\"");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isNull();
    }

    @Test
    void before_there_was_anything_it_is_not_found() {
        at("c-1", "PLACED", "command", "09");

        Answer early = get(path + "?asOf=2026-03-01T08:59:59.999999Z");
        assertThat(early.status()).isEqualTo(404);
        assertThat(early.problem()).isEqualTo("order-unknown");
        assertThat(early.detail()).contains("had no status at 2026-03-01T08:59:59.999999Z", "2026-03-01T09:00:00Z");
        Answer unknown = get(path + "?asKnownAt=2026-03-01T09:00:00Z");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.detail()).contains("Nothing was recorded", order);
        assertThat(get("/v1/orders/" + newOrder() + "?asOf=2026-03-01T09:00:00Z")
                        .problem())
                .isEqualTo("order-unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"asOf=yesterday", "asKnownAt=2026-03-01", "asOf=", "asOf=2026-03-01T09:00:00Z&asof=1"})
    void what_is_no_time_is_refused(String query) {
        at("c-1", "PLACED", "command", "09");

        assertThat(get(path + "?" + query).problem()).isEqualTo("invalid-request");
    }

    @Test
    void what_was_answered_after_each_change_is_answered_for_the_time_of_its_recording() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        Map<String, JsonNode> answers = new LinkedHashMap<>();
        for (int i = 1; i <= 40; i++) {
            String status = STATUSES.get(random.nextInt(STATUSES.size()));
            String kind = i == 1 || random.nextInt(4) > 0 ? "report" : "correction";
            Answer appended = kind.equals("report")
                    ? append(order, "c-" + i, change(status, "kind", "\"report\"", "occurredAt", hour(random)))
                    : append(order, "c-" + i, correction(status, 1 + random.nextInt(i - 1), hour(random)));
            assertThat(appended.status()).isEqualTo(201);
            answers.put(appended.json().get("recordedAt").asString(), get(path).json());
        }

        answers.forEach((recordedAt, answer) -> assertThat(
                        get(path + "?asKnownAt=" + recordedAt).json())
                .as("seed %d, as known at %s", seed, recordedAt)
                .isEqualTo(answer));
        Instant between = Instant.parse(answers.keySet().iterator().next()).minusNanos(1_000);
        assertThat(get(path + "?asKnownAt=" + between).status()).isEqualTo(404);
    }

    private static String hour(Random random) {
        return "\"2026-03-01T%02d:00:00Z\"".formatted(random.nextInt(24));
    }

    private static String correction(String status, int corrects, String occurredAt) {
        return change(
                status,
                "kind",
                "\"correction\"",
                "corrects",
                "\"c-" + corrects + "\"",
                "reason",
                "\"was wrong\"",
                "occurredAt",
                occurredAt);
    }

    private JsonNode at(String changeId, String status, String kind, String hour) {
        return append(
                        order,
                        changeId,
                        change(
                                status,
                                "kind",
                                "\"" + kind + "\"",
                                "occurredAt",
                                "\"2026-03-01T%s:00:00Z\"".formatted(hour)))
                .json();
    }

    private String status(String query) {
        return get(path + query).json().get("status").asString();
    }
}
