package orderstore.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked in a way that is not offered is refused with what is. */
class AskingForWhatIsNotOfferedTest extends TroubledServer {

    @ParameterizedTest
    @ValueSource(ints = {400, 409, 418, 451})
    void a_refusal_without_words_of_ours_is_told_in_a_sentence(int status) {
        var answer = trouble("status/" + status);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.detail()).matches("[A-Z].* .*\\.").doesNotContain("Internal");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=%ff", "limit=%zz", "%ff=1", "limit=%", "limit=%E4"})
    void a_query_that_cannot_be_decoded_is_not_valid(String query) throws Exception {
        var answer = RawHttp.exchange(
                port(),
                "GET /trouble/number/1?" + query + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer "
                        + operatorKey() + "\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("/problems/invalid-request", "\"pointer\":\"\"", "percent-encoded UTF-8");
    }

    @Test
    void a_query_of_too_many_parameters_is_not_valid() {
        var answer = trouble("number/1?" + "a=1&".repeat(1_001));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).contains("1000");
    }

    @Test
    void what_a_parameter_must_be_is_told_with_its_name() {
        for (var expected : Map.of(
                        "x?limit=1", List.of("/number", "is \"x\"; allowed is a whole number"),
                        "1?limit=x", List.of("/limit", "is \"x\"; allowed is a whole number"),
                        "1", List.of("/limit", "is required as a query parameter"),
                        "1?limit=1", List.of("/Idempotency-Key", "is required as a header"))
                .entrySet()) {
            var answer = trouble("number/" + expected.getKey());

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("invalid-request");
            assertThat(answer.json().at("/errors/0/pointer").asString())
                    .isEqualTo(expected.getValue().getFirst());
            assertThat(answer.json().at("/errors/0/detail").asString())
                    .isEqualTo(expected.getValue().getLast());
        }
    }

    @Test
    void what_is_not_there_is_not_found() {
        var answer = trouble("nowhere");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.problem()).isEqualTo("not-found");
        assertThat(answer.detail()).isEqualTo("There is nothing at \"/trouble/nowhere\".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/metrics/nowhere", "/actuator/health/nowhere", "/actuator/nowhere"})
    void what_the_actuator_has_not_got_is_not_found_in_the_same_words(String path) {
        var answer = get(path, operatorKey());

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.problem()).isEqualTo("not-found");
        assertThat(answer.detail()).isEqualTo("There is nothing at \"" + path + "\".");
    }

    @Test
    void a_method_that_is_not_possible_is_answered_with_those_that_are() {
        var answer = send("DELETE", "/trouble/problem", operatorKey(), null);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.problem()).isEqualTo("method-not-allowed");
        assertThat(answer.detail())
                .isEqualTo("\"DELETE\" is not possible for \"/trouble/problem\"; allowed: GET,HEAD,OPTIONS.");
        assertThat(answer.header("Allow")).isEqualTo("GET,HEAD,OPTIONS");
        assertThat(send("OPTIONS", "/trouble/problem", operatorKey(), null).header("Allow"))
                .isEqualTo("GET,HEAD,OPTIONS");
    }

    @Test
    void a_body_that_is_not_read_here_is_answered_with_what_is() {
        var answer = send(authorized("POST", "json", "{}").setHeader("Content-Type", "text/plain"));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.problem()).isEqualTo("unsupported-media-type");
        assertThat(answer.header("Accept")).isEqualTo("application/json");
        assertThat(send(authorized("POST", "json", "{\"a\":").setHeader("Content-Type", "application/json"))
                        .problem())
                .isEqualTo("invalid-request");
    }

    @Test
    void a_problem_is_sent_whatever_the_client_accepts() {
        var unacceptable = send(authorized("POST", "json", "{}").header("Accept", "image/png"));
        var missing = send(authorized("GET", "problem", null).header("Accept", "image/png"));

        assertThat(unacceptable.status()).isEqualTo(406);
        assertThat(unacceptable.problem()).isEqualTo("not-acceptable");
        assertThat(unacceptable.detail())
                .isEqualTo("Accept is \"image/png\"; what is offered here is [application/json].");
        assertThat(missing.problem()).isEqualTo("order-unknown");
    }

    @Test
    void a_head_request_is_answered_like_a_get_without_its_body() {
        var answer = send("HEAD", "/trouble/problem", operatorKey(), null);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.response().body()).isEmpty();
    }

    @Test
    void an_open_endpoint_survives_every_accept() {
        for (String accept : List.of(",", "application/json;charset=utf-16", "*/*;q=0.1, text/html")) {
            var answer = send(request("GET", "/actuator/health/liveness", null).header("Accept", accept));

            assertThat(answer.status()).as(accept).isIn(200, 406);
        }
        assertThat(send(request("GET", "/actuator/health/liveness", null).header("Accept", "x;;=/"))
                        .status())
                .isEqualTo(400);
    }
}
