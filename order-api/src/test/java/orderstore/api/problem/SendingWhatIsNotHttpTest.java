package orderstore.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import orderstore.api.security.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What Tomcat and the firewall refuse before the product is asked is a problem like any other. */
class SendingWhatIsNotHttpTest extends RunningServer {

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", textBlock = """
            GET /a b HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n => 400 => invalid-request
            GET /a|b HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n => 400 => invalid-request
            GET /{a} HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n => 400 => invalid-request
            GET /a%00b HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n => 400 => invalid-request
            GET /a%2Fb HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n => 400 => invalid-request
            GET /a%5Cb HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n => 400 => invalid-request
            GET /a%zz HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n => 400 => invalid-request
            GET /a%FF HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n => 400 => invalid-request
            GET //a HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n => 400 => invalid-request
            GET /a;b=c HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n => 400 => invalid-request
            GET /../../etc/passwd HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n => 400 => invalid-request
            GET /a HTTP/1.1\\r\\n\\r\\n => 400 => invalid-request
            GET /a HTTP/1.1\\r\\nHost: a\\r\\nHost: b\\r\\n\\r\\n => 400 => invalid-request
            GET /a HTTP/1.1\\r\\nHost: a b\\r\\n\\r\\n => 400 => invalid-request
            GET /a HTTP/1.1\\r\\nHost: a:port\\r\\n\\r\\n => 400 => invalid-request
            GET /a HTTP/1.1\\r\\nHost: a\\r\\nBad Name: x\\r\\n\\r\\n => 400 => invalid-request
            GET /a HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: x\\r\\n\\r\\n => 400 => invalid-request
            GET /a HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\n => 400 => invalid-request
            GET /a HTTP/9.9\\r\\nHost: a\\r\\n\\r\\n => 505 => http-version-not-supported
            GET /a FTP/1.0\\r\\nHost: a\\r\\n\\r\\n => 400 => invalid-request
            nonsense\\r\\n\\r\\n => 400 => invalid-request
            G{T /a HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n => 400 => invalid-request
            POST /a HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: gzip\\r\\n\\r\\n => 501 => not-implemented
            GET /a HTTP/1.1\\r\\nHost: a\\r\\nExpect: 200-ok\\r\\n\\r\\n => 417 => expectation-failed
            TRACE /v1/status-model HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n => 405 => method-not-allowed
            """)
    void what_tomcat_refuses_is_a_problem(String request, int status, String problem) throws Exception {
        assertProblem(request.replace("\\r\\n", "\r\n"), status, problem);
    }

    @Test
    void headers_that_are_too_large_are_a_problem() throws Exception {
        assertProblem("GET /a HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n", 400, "invalid-request");
    }

    @Test
    void a_path_or_a_query_that_is_too_long_and_too_many_headers_are_a_problem() throws Exception {
        assertProblem("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n", 400, "invalid-request");
        assertProblem("GET /?" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n", 400, "invalid-request");
        assertProblem("GET /a HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(101) + "\r\n", 400, "invalid-request");
    }

    @Test
    void a_trace_that_cannot_be_read_is_a_problem_too() throws Exception {
        assertProblem("GET /a HTTP/1.1\r\nHost: a\r\ntraceparent: \u0001\r\n\r\n", 400, "invalid-request");
    }

    @Test
    void a_refusal_that_ends_the_connection_says_so() throws Exception {
        assertThat(RawHttp.exchange(port(), "GET /a HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\n\r\n"))
                .contains("\r\nConnection: close\r\n");
    }

    /** The tag is compared last, and 0x85 is a control character. */
    @Test
    void nothing_is_left_of_an_answer_that_was_begun() throws Exception {
        assertThat(RawHttp.exchange(
                        port(), "GET /docs HTTP/1.1\r\nHost: a\r\nConnection: close\r\nIf-None-Match: \u0085\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .doesNotContain("ETag", "Content-Security-Policy");
    }

    @Test
    void a_chunk_that_is_none_is_a_problem() throws Exception {
        assertProblem(
                "POST /v1/admin/keys HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + operatorKey()
                        + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                400,
                "invalid-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"})
    void a_body_is_not_read_from_somebody_without_a_key(String contentType) throws Exception {
        for (var method : List.of("PUT", "POST")) {
            var answer = RawHttp.statusLine(
                    port(),
                    method + " /v1/orders/o-1/status-changes/c-1 HTTP/1.1\r\nHost: a\r\nContent-Type: " + contentType
                            + "\r\nContent-Length: 1000000\r\n\r\nhalf");

            assertThat(answer).startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    void random_damage_ends_in_an_answer_that_is_json_or_in_none() throws Exception {
        long seed = System.nanoTime();
        System.out.println("Seed of " + getClass().getSimpleName() + ": " + seed);
        var random = new Random(seed);
        var sound = "POST /v1/admin/keys?a=b HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer osk_x\r\n"
                + "Content-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
        for (int i = 0; i < 300; i++) {
            var damaged = new StringBuilder(sound);
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                damaged.setCharAt(random.nextInt(sound.length() - 60), (char) random.nextInt(256));
            }
            // The end of the stream ends whatever the damage left open.
            var answer = RawHttp.exchange(port(), damaged + "\r\nX /x HTTP/1.1\r\n\r\n");
            assertIsHarmless(answer);
        }
    }

    private void assertProblem(String request, int status, String problem) throws Exception {
        var answer = RawHttp.exchange(port(), request);

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertThat(answer).containsIgnoringCase("\r\nContent-Type: application/problem+json\r\n");
        assertIsHarmless(answer);
        var json = JsonMapper.shared().readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        assertThat(json.get("type").asString()).isEqualTo("/problems/" + problem);
        assertThat(json.get("status").asInt()).isEqualTo(status);
        assertThat(json.get("detail").asString()).isNotBlank();
        assertThat(json.get("traceId").asString()).matches("[0-9a-f]{32}");
    }

    private static void assertIsHarmless(String answer) {
        assertThat(answer)
                .doesNotContainIgnoringCase(
                        "tomcat", "apache", "exception", "<html", "\r\nServer:", "\tat ", "X-Powered-By");
    }
}
