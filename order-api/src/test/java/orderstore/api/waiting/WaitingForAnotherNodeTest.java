package orderstore.api.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import orderstore.api.waiting.KeptConnection.Received;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Who waits on one node is told at once of what another node took. */
@TestPropertySource(properties = WaitingForAnotherNodeTest.TOLD)
class WaitingForAnotherNodeTest extends WaitingServer {

    /** Nobody asks meanwhile for what was not told. */
    static final String TOLD = "orderstore.log.poll-interval=1h";

    /** They would wait for 60 s. */
    private static final Duration SOON = Duration.ofSeconds(40);

    @Test
    void a_change_that_another_node_took_ends_the_waits_that_it_concerns_and_no_others() throws Exception {
        String order = "/v1/orders/" + UUID.randomUUID();
        String other = "/v1/orders/" + UUID.randomUUID();
        try (var there = anotherNode("--" + TOLD);
                var writer = new KeptConnection(port(there));
                var ofLog = connect();
                var ofOrder = connect();
                var ofOther = connect()) {
            put(writer, order, "c-1", "PLACED");
            put(writer, other, "c-1", "PLACED");
            long end = end();
            ofLog.send(poll(end, operatorKey()));
            ofOrder.send(next(order));
            ofOther.send(next(other));
            awaitWaiting(3);
            long begun = System.nanoTime();

            put(writer, order, "c-2", "CONFIRMED");

            assertThatItTells(ofLog.answer(), end + 1);
            Received changed = ofOrder.answer();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
            assertThat(changed.status()).isEqualTo(200);
            assertThat(changed.headers()).containsEntry("etag", "\"2\"").containsEntry("preference-applied", "wait=60");
            assertThat(changed.json().get("status").asString()).isEqualTo("CONFIRMED");
            awaitWaiting(1);
        }
    }

    /** Whatever follows the first change of an order. */
    private static String next(String order) {
        return KeptConnection.get(order, operatorKey()) + "If-None-Match: \"1\"\r\nPrefer: wait=60\r\n\r\n";
    }

    private static void put(KeptConnection writer, String order, String change, String status) throws IOException {
        String body = "{\"status\":\"" + status + "\"}";
        writer.send(KeptConnection.get(order + "/status-changes/" + change, operatorKey())
                        .replaceFirst("GET", "PUT")
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        assertThat(writer.answer().status()).isEqualTo(201);
    }
}
