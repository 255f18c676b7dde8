package orderstore.api.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many changes in one request. */
class UploadingChangesTest extends Uploads {

    @Test
    void each_line_has_its_result_and_the_summary_comes_last() throws Exception {
        String upload = String.join(
                "\n",
                line("a", "c-1", "PLACED", "command"),
                line("a", "c-2", "CONFIRMED", "command"),
                line("b", "c-1", "SHIPPED", "command"),
                "{\"orderId\":\"" + prefix + "b\",\"changeId\":\"c-1\",\"status\":1,\"x\":2}",
                "",
                "nonsense",
                line("b", "c-1", "SHIPPED", "report"),
                line("a", "c-1", "PLACED", "command"),
                line("a", "c-2", "CANCELLED", "command"));

        var results = upload(upload);

        assertThat(texts(results, "result"))
                .containsExactly(
                        "appended",
                        "appended",
                        "refused",
                        "refused",
                        "refused",
                        "refused",
                        "appended",
                        "replayed",
                        "refused");
        assertThat(texts(results, "line")).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(texts(results, "version")).containsExactly("1", "2", "", "", "", "", "1", "1", "");
        assertThat(results.stream()
                        .map(result -> result.path("problem").path("type").asString("")))
                .containsExactly(
                        "",
                        "",
                        "/problems/transition-refused",
                        "/problems/invalid-request",
                        "/problems/invalid-request",
                        "/problems/invalid-request",
                        "",
                        "",
                        "/problems/change-id-reused",
                        "");
        assertThat(results.get(3).get("problem").get("errors").size()).isEqualTo(2);
        assertThat(results.get(3).get("problem").get("traceId").asString()).matches("[0-9a-f]{32}");
        assertThat(results.get(2).get("orderId").asString()).isEqualTo(prefix + "b");
        assertThat(results.getLast().toString())
                .isEqualTo("{\"summary\":{\"lines\":9,\"appended\":3,\"replayed\":1,\"refused\":5}}");
    }

    @Test
    void a_long_upload_is_stored_in_order_and_sent_again_doubles_nothing() throws Exception {
        String upload = IntStream.range(0, 2_000)
                .mapToObj(i -> line("o" + i % 300, "c-" + i, "IN_TRANSIT", "report"))
                .collect(Collectors.joining("\n", "", "\n"));

        assertThat(upload(upload).getLast().get("summary").get("appended").asInt())
                .isEqualTo(2_000);
        assertThat(upload(upload).getLast().get("summary").get("replayed").asInt())
                .isEqualTo(2_000);
        var history = get("/v1/orders/" + prefix + "o7/status-changes", operatorKey())
                .json()
                .get("items");
        assertThat(history.valueStream().map(change -> change.get("changeId").asString()))
                .containsExactly("c-7", "c-307", "c-607", "c-907", "c-1207", "c-1507", "c-1807");
    }

    @Test
    void a_line_over_the_limit_refuses_itself_alone() throws Exception {
        var results = upload("{\"status\":\"" + "x".repeat(70_000) + "\"}\n" + line("a", "c-1", "PLACED", "command"));

        assertThat(texts(results, "result")).containsExactly("refused", "appended");
        assertThat(results.getFirst().get("problem").get("type").asString()).isEqualTo("/problems/payload-too-large");
    }

    @Test
    void an_empty_upload_has_an_empty_summary() throws Exception {
        assertThat(upload("").getFirst().toString())
                .isEqualTo("{\"summary\":{\"lines\":0,\"appended\":0,\"replayed\":0,\"refused\":0}}");
    }

    @Test
    void another_type_or_key_is_refused_as_a_whole() {
        String reader = makeKey("bulk-reader-" + prefix, "\"reader\"");
        var asJson = send("POST", "/v1/status-changes", operatorKey(), "{}");
        var asReader = send(request("POST", "/v1/status-changes", "{}")
                .setHeader("Content-Type", "application/x-ndjson")
                .header("Authorization", "Bearer " + reader));

        assertThat(asJson.status()).isEqualTo(415);
        assertThat(asReader.status()).isEqualTo(403);
    }

    /** Streamed both ways: the result of a line comes before the client has sent the next. */
    @Test
    void a_client_may_wait_for_a_result_before_it_sends_more() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            OutputStream output = socket.getOutputStream();
            var input = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            output.write(("POST /v1/status-changes HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                            + operatorKey()
                            + "\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            for (int i = 1; i <= 3; i++) {
                chunk(output, line("w", "c-" + i, "IN_TRANSIT", "report") + "\n{\"half\":");
                assertThat(nextResult(input)).contains("\"changeId\":\"c-" + i + "\"", "\"version\":" + i);
                chunk(output, "1}\n");
                assertThat(nextResult(input)).contains("\"result\":\"refused\"");
            }
            output.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            output.flush();
            assertThat(nextResult(input)).contains("\"summary\":{\"lines\":6,\"appended\":3");
        }
    }

    private static void chunk(OutputStream output, String text) throws Exception {
        output.write((Integer.toHexString(text.length()) + "\r\n" + text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        output.flush();
    }

    private static String nextResult(BufferedReader input) throws Exception {
        String line = input.readLine();
        while (line != null && !line.startsWith("{")) {
            line = input.readLine();
        }
        return String.valueOf(line);
    }
}
