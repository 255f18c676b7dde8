package orderstore.api.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import orderstore.api.security.RunningServer;
import orderstore.testing.Await;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** How operators deal with changes that a projection could not take in. */
class DealingWithDeadLettersTest extends RunningServer {

    private static final String LETTERS = "/v1/admin/dead-letters";

    private final String order = "odd-" + UUID.randomUUID();

    @BeforeEach
    void start_without_any() {
        database().execute("delete from projection_dead_letter");
    }

    /** An order whose first change the table refuses, with two behind it. */
    private void park() {
        database().execute("alter table " + table() + " add constraint refused check (order_id <> '" + order + "')");
        for (String status : List.of("PLACED", "CONFIRMED", "PICKING")) {
            append(status);
        }
        Await.until("all three are parked", () -> letters().size() == 3);
    }

    @Test
    void a_dead_letter_says_what_it_is_and_why() {
        park();
        accept();

        JsonNode first = letters().get(0);
        assertThat(first.propertyNames())
                .containsExactly(
                        "id",
                        "projection",
                        "orderId",
                        "version",
                        "position",
                        "changeId",
                        "failure",
                        "attempts",
                        "parkedAt");
        assertThat(first.get("projection").asString()).isEqualTo("overview");
        assertThat(first.get("orderId").asString()).isEqualTo(order);
        assertThat(first.get("version").asInt()).isEqualTo(1);
        assertThat(first.get("changeId").asString()).isEqualTo("PLACED");
        assertThat(first.get("failure").asString()).contains("refused");
        assertThat(first.get("attempts").asInt()).isEqualTo(1);
        assertThat(letters().get(1).get("failure").isNull()).isTrue();
        assertThat(get("/v1/admin/projections/overview", operatorKey())
                        .json()
                        .get("deadLetters")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void dead_letters_are_listed_page_by_page() {
        park();
        accept();

        var versions = new ArrayList<String>();
        String next = LETTERS + "?limit=2&projection=overview";
        while (!next.isEmpty()) {
            Answer page = get(next, operatorKey());
            page.json()
                    .get("items")
                    .forEach(letter -> versions.add(letter.get("version").asString()));
            String link = page.header("Link");
            next = link == null ? "" : link.replaceAll("^<(.*)>; rel=\"next\"$", "$1");
        }
        assertThat(versions).containsExactly("1", "2", "3");
        assertThat(get(LETTERS + "?projection=another", operatorKey()).json().get("items"))
                .isEmpty();
        String cursor =
                get(LETTERS + "?limit=2", operatorKey()).json().get("next").asString();
        assertThat(get(LETTERS + "?projection=overview&after=" + cursor, operatorKey())
                        .problem())
                .isEqualTo("invalid-cursor");
        assertThat(get(LETTERS + "?order=o-1", operatorKey()).problem()).isEqualTo("invalid-request");
    }

    @Test
    void a_retry_takes_in_what_can_be_taken_in() {
        park();

        JsonNode again = send("POST", retry(0), operatorKey(), null).json();
        assertThat(again.propertyNames()).containsExactly("applied", "remaining", "failure");
        assertThat(again.get("remaining").asInt()).isEqualTo(3);

        accept();
        Answer done = send("POST", retry(0), operatorKey(), null);
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.json().toString()).isEqualTo("{\"applied\":3,\"remaining\":0}");
        assertThat(letters()).isEmpty();
    }

    @Test
    void a_skip_needs_a_reason_and_lets_those_behind_it_in() {
        park();
        accept();
        String skip = LETTERS + "/" + letters().get(0).get("id") + "/skip";
        for (String body : List.of("{}", "{\"reason\":\"\"}", "{\"reason\":\"" + "x".repeat(501) + "\"}")) {
            assertThat(send("POST", skip, operatorKey(), body)
                            .json()
                            .get("errors")
                            .findValuesAsString("pointer"))
                    .containsExactly("/reason");
        }

        Answer done = send("POST", skip, operatorKey(), "{\"reason\":\"sent by a test\"}");

        assertThat(done.status()).isEqualTo(200);
        assertThat(done.json().toString()).isEqualTo("{\"applied\":2,\"remaining\":0}");
        assertThat(letters()).isEmpty();
        append("PACKED");
        Await.until(
                "all is in",
                () -> get("/v1/admin/projections/overview", operatorKey())
                                .json()
                                .get("lagEvents")
                                .asInt()
                        == 0);
        assertThat(letters()).isEmpty();
    }

    @Test
    void a_change_that_waits_names_the_one_it_waits_for() {
        park();
        accept();

        Answer answer = send("POST", retry(2), operatorKey(), null);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("dead-letter-waits");
        assertThat(answer.json().get("first")).isEqualTo(letters().get(0).get("id"));
        assertThat(answer.detail()).contains("version 3").contains("waits for version 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567890123", "0", "-1", "x", "99999999999999999999"})
    void a_dead_letter_that_is_not_there_cannot_be_dealt_with(String id) {
        for (Answer answer : List.of(
                send("POST", LETTERS + "/" + id + "/retry", operatorKey(), null),
                send("POST", LETTERS + "/" + id + "/skip", operatorKey(), "{\"reason\":\"a test\"}"))) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.problem()).isEqualTo("dead-letter-unknown");
        }
    }

    private String retry(int place) {
        return LETTERS + "/" + letters().get(place).get("id") + "/retry";
    }

    private JsonNode letters() {
        return get(LETTERS, operatorKey()).json().get("items");
    }

    /** Of the generation that readers see. */
    private static String table() {
        return JdbcClient.create(database().owner())
                .sql("select 'order_overview_' || live from projection where name = 'overview'")
                .query(String.class)
                .single();
    }

    private void accept() {
        database().execute("alter table " + table() + " drop constraint refused");
    }

    private void append(String status) {
        Answer answer = send(
                "PUT",
                "/v1/orders/" + order + "/status-changes/" + status,
                operatorKey(),
                "{\"status\":\"" + status + "\",\"kind\":\"report\"}");
        assertThat(answer.status()).isEqualTo(201);
    }
}
