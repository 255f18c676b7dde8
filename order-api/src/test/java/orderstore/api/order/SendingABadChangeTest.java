package orderstore.api.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a request is said, all of it at once, and nothing is appended. */
class SendingABadChangeTest extends OrderClient {

    private final String order = newOrder();

    @Test
    void all_errors_are_told_at_once() {
        var answer =
                append(order, "no spaces allowed".replace(' ', '!'), """
                {"status": 3, "kind": "wish", "occurredAt": "yesterday", "source": "%s", "corrects": "c-1",
                 "attributes": {"a b": 1, "n": null, "o": {}, "x": 1e999}, "colour": "blue", "colour": "red"}""".formatted("s".repeat(65)), "If-Match", "7");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("invalid-request");
        assertThat(answer.json()
                        .get("errors")
                        .valueStream()
                        .map(error -> error.get("pointer").asString()))
                .containsExactlyInAnyOrder(
                        "/changeId",
                        "/status",
                        "/kind",
                        "/occurredAt",
                        "/source",
                        "/corrects",
                        "/attributes/a b",
                        "/attributes/n",
                        "/attributes/o",
                        "/attributes/x",
                        "/colour",
                        "/If-Match");
        assertThat(get("/v1/orders/" + order).problem()).isEqualTo("order-unknown");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|400|",
                "[]|400|",
                "null|400|",
                "{|400|",
                "{}|400|/status",
                "{\"status\":\"\"}|400|/status",
                "{\"status\":null}|400|/status",
                "{\"status\":\"PLACED\"} {}|400|",
                "{\"status\":\"PLACED\",}|400|",
                "{'status':'PLACED'}|400|",
                "{\"status\":\"PLACED\",\"status\":\"PLACED\"}|400|/status",
                "{\"status\":\"PLACED\",\"reason\":\"\\u0000\"}|400|/reason",
                "{\"status\":\"PLACED\",\"reason\":\"\\ud800\"}|400|/reason",
                "{\"status\":\"PLACED\",\"orderId\":\"o-1\"}|400|/orderId",
                "{\"status\":\"PLACED\",\"actor\":\"me\"}|400|/actor",
                "{\"status\":\"PLACED\",\"occurredAt\":\"2026-03-01T09:00:00+01:00\"}|400|/occurredAt",
                "{\"status\":\"PLACED\",\"occurredAt\":\"2026-02-30T09:00:00Z\"}|400|/occurredAt",
                "{\"status\":\"PLACED\",\"occurredAt\":\"2026-03-01T09:00:00.1234567Z\"}|400|/occurredAt",
                "{\"status\":\"PLACED\",\"occurredAt\":\"0000-01-01T00:00:00Z\"}|400|/occurredAt",
                "{\"status\":\"PLACED\",\"kind\":\"correction\",\"reason\":\"x\"}|400|/corrects",
                "{\"status\":\"PLACED\",\"kind\":\"correction\",\"corrects\":\"c-0\"}|400|/reason",
                "{\"status\":\"PLACED\",\"kind\":\"report\",\"corrects\":\"c-0\"}|400|/corrects",
                "{\"status\":\"PLACED\",\"kind\":\"correction\",\"corrects\":null,\"reason\":\"x\"}|400|/corrects",
                "{\"status\":\"PLACED\",\"occurredAt\":\"2026-03-01T24:00:00Z\"}|400|/occurredAt",
                "{\"status\":\"PLACED\",\"occurredAt\":\"2026-12-31T23:59:60Z\"}|400|/occurredAt",
                "{\"status\":\"PLACED\",\"attributes\":[]}|400|/attributes",
                "{\"status\":\"PLACED\",\"attributes\":{\"\":1}}|400|/attributes/",
                "{\"status\":\"PLACED\",\"attributes\":{\"a\":NaN}}|400|",
            })
    void one_error_is_pointed_at(String body, int status, String pointer) {
        var answer = append(order, "c-1", body);

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo("invalid-request");
        assertThat(answer.json()
                        .get("errors")
                        .valueStream()
                        .map(error -> error.get("pointer").asString()))
                .containsExactly(pointer == null ? "" : pointer);
        assertThat(get("/v1/orders/" + order).status()).isEqualTo(404);
    }

    @Test
    void what_cannot_be_answered_as_asked_is_not_done() {
        var xml = append(order, "c-1", change("PLACED"), "Accept", "application/xml");
        assertThat(xml.status()).isEqualTo(406);
        assertThat(xml.problem()).isEqualTo("not-acceptable");
        var unreadable = append(order, "c-1", change("PLACED"), "Accept", "json");
        assertThat(unreadable.status()).isEqualTo(400);
        var unknown = send("PUT", "/v1/orders/" + order + "/status-changes/c-1?dry=1", operatorKey(), change("PLACED"));
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(get("/v1/orders/" + order).status()).isEqualTo(404);
    }

    @Test
    void what_is_too_long_or_too_deep_or_too_many_is_refused() {
        String long1001 = "\"" + "x".repeat(1001) + "\"";
        assertThat(append(order, "c-1", change("PLACED", "reason", "\"" + "x".repeat(501) + "\""))
                        .status())
                .isEqualTo(400);
        assertThat(append(order, "c-1", change("PLACED", "attributes", "{\"a\":" + long1001 + "}"))
                        .status())
                .isEqualTo(400);
        assertThat(append(order, "c-1", change("PLACED", "attributes", manyAttributes(33)))
                        .status())
                .isEqualTo(400);
        assertThat(append(order, "c-1", change("PLACED", "attributes", "[".repeat(40) + "]".repeat(40)))
                        .status())
                .isEqualTo(400);
        var large = append(order, "c-1", change("PLACED", "reason", "\"" + "x".repeat(65_600) + "\""));
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.problem()).isEqualTo("payload-too-large");
        assertThat(get("/v1/orders/" + order).status()).isEqualTo(404);
        assertThat(append(order, "c-1", change("PLACED", "attributes", manyAttributes(32)))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void a_length_is_counted_in_characters_not_in_bytes() {
        assertThat(append(order, "c-1", change("PLACED", "reason", "\"" + "😀".repeat(500) + "\""))
                        .status())
                .isEqualTo(201);
    }

    private static String manyAttributes(int count) {
        var json = new StringBuilder("{\"a0\":0");
        for (int i = 1; i < count; i++) {
            json.append(",\"a").append(i).append("\":").append(i);
        }
        return json.append('}').toString();
    }
}
