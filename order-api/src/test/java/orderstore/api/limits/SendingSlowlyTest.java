package orderstore.api.limits;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import orderstore.api.security.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/** A client that always has one more byte to send holds a connection for a while, and not for ever. */
@TestPropertySource(properties = {"orderstore.limits.headers-within=1s", "orderstore.limits.body-within=1s"})
class SendingSlowlyTest extends RunningServer {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "G",
                "GET /",
                "GET /v1/status-model HTTP/1.1\r\nHost: a\r\nX: ",
                "GET /v1/status-model HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nG"
            })
    void a_request_line_or_headers_without_end_are_cut_off(String begin) throws IOException {
        assertThat(Dripping.untilClosed(port(), begin)).doesNotContain("HTTP/1.1 200");
    }

    @Test
    void the_second_request_of_a_connection_has_no_more_time_than_the_first() throws IOException {
        String first = "GET /actuator/health/liveness HTTP/1.1\r\nHost: a\r\n\r\n";

        assertThat(Dripping.untilClosed(port(), first + "GET /")).containsOnlyOnce("HTTP/1.1 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5000", "Transfer-Encoding: chunked"})
    void a_body_without_end_is_answered_with_408(String framing) throws IOException {
        String begin = framing.endsWith("chunked") ? "1388\r\n{" : "{";
        var answer = Dripping.untilClosed(
                port(),
                "PUT /v1/orders/o-1/status-changes/c-1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + operatorKey()
                        + "\r\nContent-Type: application/json\r\n" + framing + "\r\n\r\n" + begin);

        assertThat(answer).startsWith("HTTP/1.1 408 ").contains("/problems/request-timeout", "within 1000 ms");
    }

    @Test
    void an_operators_body_without_end_is_answered_with_408_too() throws IOException {
        var answer = Dripping.untilClosed(
                port(),
                "POST /v1/admin/keys HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + operatorKey()
                        + "\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{");

        assertThat(answer).startsWith("HTTP/1.1 408 ");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,    /v1/orders/o-1/status-changes/c-1, none,     401",
        "POST,   /v1/nowhere,                       operator, 404",
        "PATCH,  /v1/orders/o-1,                    operator, 405",
        "PUT,    /v1/orders/o-1/status-changes/c-1, untyped,  415",
        "GET,    /v1/status-model,                  operator, 200"
    })
    void a_body_that_nobody_read_is_not_waited_for_for_ever(String method, String path, String who, int status)
            throws IOException {
        String key = who.equals("none") ? "" : "\r\nAuthorization: Bearer " + operatorKey();
        for (String framing : List.of("Content-Length: 5000\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n1388\r\n{")) {
            var answer =
                    Dripping.untilClosed(port(), method + " " + path + " HTTP/1.1\r\nHost: a" + key + "\r\n" + framing);

            assertThat(answer).startsWith("HTTP/1.1 " + status + " ").containsOnlyOnce("HTTP/1.1 ");
        }
    }

    @Test
    void a_client_that_asked_whether_to_send_its_body_and_was_refused_is_not_waited_for() throws IOException {
        var answer = Dripping.untilClosed(
                port(), "PUT /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5000\r\n\r\n");

        assertThat(answer).contains("HTTP/1.1 401 ");
    }

    @Test
    void who_sends_the_rest_of_a_body_that_nobody_read_may_go_on() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.getOutputStream().write(ascii("PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf-"));
            assertThat(socket.getInputStream().read()).as("an answer").isEqualTo('H');
            String next = "GET /actuator/health/liveness HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(ascii("whole" + next));

            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("TTP/1.1 401 ")
                    .contains("HTTP/1.1 200 ");
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    @Test
    void who_waits_for_an_answer_is_not_slow() {
        var answer = send(request("GET", "/v1/status-changes?after=1000000000", null)
                .header("Authorization", "Bearer " + operatorKey())
                .header("Prefer", "wait=3"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=3");
    }
}
