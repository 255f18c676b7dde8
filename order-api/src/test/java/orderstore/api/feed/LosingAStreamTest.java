package orderstore.api.feed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import orderstore.api.OrderStoreApplication;
import orderstore.api.security.RunningServer;
import orderstore.eventlog.LogTail;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.test.context.TestPropertySource;

/** A stream ends: because its client does not read, or because the product is stopped. */
@TestPropertySource(properties = "server.tomcat.connection-timeout=1s")
class LosingAStreamTest extends RunningServer {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String LONG = "x".repeat(1_000);

    @Autowired
    private LogTail tail;

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void a_client_that_reads_too_slowly_is_given_up_and_harms_nobody(int bytesAtOnce) throws Exception {
        try (var slow = new Socket()) {
            slow.setReceiveBufferSize(4_096);
            slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
            slow.getOutputStream()
                    .write(("GET /v1/status-changes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + operatorKey()
                                    + "\r\nAccept: text/event-stream\r\n\r\n")
                            .getBytes(ISO_8859_1));
            Await.until("it follows", () -> tail.followers() == 1);

            var answered = new AtomicInteger();
            Await.until("it is given up", () -> {
                assertThat(large()).isEqualTo(201);
                assertThat(slow.getInputStream().readNBytes(bytesAtOnce)).hasSize(bytesAtOnce);
                answered.incrementAndGet();
                return tail.followers() == 0;
            });
            assertThat(answered).hasValueGreaterThan(20);
        }
    }

    @Test
    void a_stop_ends_all_streams_and_all_waiting_at_once() throws Exception {
        var product = new SpringApplicationBuilder(OrderStoreApplication.class)
                .run(
                        "--server.port=0",
                        "--spring.datasource.url=" + database().url(),
                        "--orderstore.log.risk-losing-acknowledged-changes=true",
                        "--orderstore.operator-key-file=" + keyFile());
        var port = product.getEnvironment().getProperty("local.server.port");
        var feed = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/v1/status-changes?orderId=nobody"))
                .header("Authorization", "Bearer " + operatorKey());
        try (var stream = new EventReader(feed.copy());
                var client = HttpClient.newHttpClient()) {
            assertThat(stream.next().comment()).isTrue();
            var waiting =
                    client.sendAsync(feed.copy().header("Prefer", "wait=60").build(), BodyHandlers.discarding());
            Await.until("both wait", () -> product.getBean(LogTail.class).followers() == 2);
            long begun = System.nanoTime();

            product.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
            assertThat(waiting.get().statusCode()).isEqualTo(200);
            stream.awaitEnd();
        }
    }

    private int large() {
        var attributes = new StringBuilder("\"a0\":\"\"");
        for (int i = 1; i < 32; i++) {
            attributes.append(",\"a").append(i).append("\":\"").append(LONG).append('"');
        }
        return send(
                        "PUT",
                        "/v1/orders/" + UUID.randomUUID() + "/status-changes/c-1",
                        operatorKey(),
                        "{\"status\":\"PLACED\",\"attributes\":{" + attributes + "}}")
                .status();
    }
}
