package orderstore.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import orderstore.api.security.RunningServer;
import orderstore.eventlog.AppendOutcomeUnknownException;
import orderstore.eventlog.LogUnavailableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** However a request fails, the client reads a problem that helps it and tells it nothing about the inside. */
@Import(FailingInEveryWayTest.Trouble.class)
@ExtendWith(OutputCaptureExtension.class)
class FailingInEveryWayTest extends RunningServer {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @RestController
    static class Trouble {
        private final JdbcClient jdbc;

        Trouble(JdbcClient jdbc) {
            this.jdbc = jdbc;
        }

        @GetMapping("/trouble/problem")
        String problem() {
            var headers = new HttpHeaders();
            headers.set("Retry-After", "7");
            var problem = new Problem(
                    "order-unknown",
                    "There is no such order",
                    HttpStatus.NOT_FOUND,
                    "There is no order o-1.",
                    Map.of("orderId", "o-1"));
            throw new ProblemException(problem, headers);
        }

        @GetMapping("/trouble/bug")
        String bug() {
            throw new IllegalStateException("select secret from orderstore.Internal");
        }

        @GetMapping("/trouble/error")
        String error() {
            throw new AssertionError("orderstore.Internal");
        }

        @GetMapping("/trouble/later")
        Callable<String> later() {
            return () -> {
                throw new IllegalStateException("orderstore.Internal");
            };
        }

        @GetMapping("/trouble/sql")
        String sql() {
            return jdbc.sql("select secret from nowhere").query(String.class).single();
        }

        @GetMapping("/trouble/slow-sql")
        String slowSql() {
            return jdbc.sql("select 1 from pg_sleep(5)")
                    .withQueryTimeout(1)
                    .query(String.class)
                    .single();
        }

        @GetMapping("/trouble/stream")
        StreamingResponseBody stream() {
            return out -> {
                out.write("begun".repeat(10_000).getBytes(StandardCharsets.UTF_8));
                throw new IllegalStateException("orderstore.Internal");
            };
        }

        @GetMapping("/trouble/log")
        String log(@RequestParam String what) {
            throw new LogUnavailableException(what, null);
        }

        @GetMapping("/trouble/lost")
        String lost() {
            throw new CompletionException(new AppendOutcomeUnknownException(new SQLException("orderstore.Internal")));
        }

        @GetMapping("/trouble/status/{status}")
        String status(@PathVariable int status) {
            throw new ResponseStatusException(HttpStatus.valueOf(status), "orderstore.Internal");
        }

        @GetMapping("/trouble/number/{number}")
        String number(
                @PathVariable int number, @RequestParam long limit, @RequestHeader("Idempotency-Key") String key) {
            return number + key + limit;
        }

        @PostMapping(
                value = "/trouble/json",
                consumes = MediaType.APPLICATION_JSON_VALUE,
                produces = "application/json")
        Map<String, String> json(@RequestBody Map<String, String> body) {
            return body;
        }
    }

    @Test
    void a_refusal_of_a_feature_is_answered_as_it_is() {
        var answer = trouble("problem");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Retry-After")).isEqualTo("7");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.response().body())
                .isEqualTo("{\"type\":\"/problems/order-unknown\",\"title\":\"There is no such order\",\"status\":404,"
                        + "\"detail\":\"There is no order o-1.\",\"orderId\":\"o-1\",\"traceId\":\"" + TRACE + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bug", "error", "later", "sql"})
    void an_error_of_ours_is_logged_once_and_tells_nothing_but_its_trace(String kind, CapturedOutput output) {
        var answer = trouble(kind);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.problem()).isEqualTo("internal-error");
        assertThat(answer.response().body())
                .contains(TRACE)
                .doesNotContainIgnoringCase("select", "Internal,", "exception");
        assertThat(output.getAll().split("of trace " + TRACE + " failed", -1)).hasSize(2);
        assertThat(output.getAll().split("(?m)^\\S*(Exception|Error): ", -1))
                .as("one stack trace")
                .hasSize(2);
    }

    @Test
    void a_database_that_takes_too_long_is_unavailable(CapturedOutput output) {
        var answer = trouble("slow-sql");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(output.getAll()).contains("of trace " + TRACE).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nothing was appended: it snows.", "The log could not be read: it snows."})
    void what_the_log_could_not_do_is_told_in_its_own_words(String what) {
        var answer = trouble("log?what=" + URLEncoder.encode(what, StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("unavailable");
        assertThat(answer.detail()).isEqualTo(what + " Repeat the same request after 1 s.");
    }

    @Test
    void an_append_that_may_have_happened_is_told_as_such() {
        var answer = trouble("lost");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.detail())
                .startsWith("The database did not answer the append in time, or its answer was lost.")
                .endsWith(" It is unknown whether this was appended. Repeat the same request after 1 s.");
    }

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
    void an_answer_that_fails_half_way_ends_in_a_broken_connection(CapturedOutput output) throws Exception {
        var answer = RawHttp.exchange(
                port(),
                "GET /trouble/stream HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + operatorKey() + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("begun").doesNotContain("\r\n0\r\n");
        assertThat(output.getAll().split("(?m)^\\S*(Exception|Error): ", -1))
                .as("one stack trace")
                .hasSize(2);
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

    private Answer trouble(String path) {
        return send(authorized("GET", path, null));
    }

    private HttpRequest.Builder authorized(String method, String path, @Nullable String body) {
        return request(method, "/trouble/" + path, body)
                .header("Authorization", "Bearer " + operatorKey())
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");
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
