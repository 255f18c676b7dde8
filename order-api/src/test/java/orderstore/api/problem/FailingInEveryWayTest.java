package orderstore.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;

/** However a request fails, the client reads a problem that helps it and tells it nothing about the inside. */
class FailingInEveryWayTest extends TroubledServer {

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
}
