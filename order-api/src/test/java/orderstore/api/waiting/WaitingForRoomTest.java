package orderstore.api.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** While too many are under way those who wait anyway are not refused: they wait for room, before and after. */
@TestPropertySource(properties = "orderstore.limits.requests-at-once=5")
class WaitingForRoomTest extends WaitingServer {

    private static final int AT_ONCE = 5;

    @Test
    void one_whose_wait_is_over_is_not_refused_but_goes_on_waiting() throws Exception {
        var others = new ArrayList<KeptConnection>();
        try (KeptConnection client = connect()) {
            client.send(poll(end(), operatorKey()));
            awaitWaiting(1);
            fill(others);

            tail.release();

            Await.until("the wait is over", () -> tail.followers() == 0);
            assertThat(waiting.count()).isEqualTo(1);
            close(others);
            assertThat(client.answer().status()).isEqualTo(200);
        } finally {
            tail.resume();
        }
    }

    @Test
    void one_that_would_wait_waits_for_room_first() throws Exception {
        var others = new ArrayList<KeptConnection>();
        try (KeptConnection client = connect();
                KeptConnection stream = connect();
                KeptConnection hasty = connect()) {
            long end = end();
            fill(others);

            client.send(poll(end, operatorKey()));
            stream.send(KeptConnection.get("/v1/status-changes?after=" + end, operatorKey())
                    + "Accept: text/event-stream\r\n\r\n");
            hasty.send(poll(end, operatorKey()).replace("wait=60", "wait=0"));

            assertThat(hasty.answer().status()).isEqualTo(503);
            Await.until("both wait for room", () -> waiting.count() == 2);
            assertThat(tail.followers()).isZero();
            close(others);
            Await.until("both wait for changes", () -> waiting.count() == 1 && tail.followers() == 2);
            append();
            assertThatItTells(client.answer(), end + 1);
        }
    }

    @Test
    void one_that_would_get_a_stream_waits_for_room_however_it_asks_for_it() throws Exception {
        var others = new ArrayList<KeptConnection>();
        var streams = new ArrayList<KeptConnection>();
        try {
            long end = end();
            fill(others);

            for (String accept : List.of("text/event-stream;q=1", "text/event-stream, */*", "*/*;q=0.1, text/*")) {
                streams.add(connect());
                streams.getLast().send(accepting(accept, end));
            }
            Await.until("all wait for room", () -> waiting.count() == streams.size());
            for (String accept : List.of("*/*", "application/json, text/event-stream;q=0.5", "text/html")) {
                try (KeptConnection client = connect()) {
                    client.send(accepting(accept, end));
                    assertThat(client.answer().status()).as(accept).isEqualTo(503);
                }
            }
            try (KeptConnection client = connect()) {
                client.send(accepting("?", end));
                assertThat(client.answer().status()).isEqualTo(400);
            }

            close(others);
            for (KeptConnection stream : streams) {
                assertThat(stream.isAtEnd()).isFalse();
            }
            Await.until("all are streams", () -> waiting.count() == 0 && tail.followers() == streams.size());
        } finally {
            close(streams);
        }
    }

    private static String accepting(String accept, long after) {
        return KeptConnection.get("/v1/status-changes?after=" + after, operatorKey()) + "Accept: " + accept
                + "\r\n\r\n";
    }

    /** Until others are refused. */
    private void fill(List<KeptConnection> others) {
        Await.until("others are refused", () -> {
            others.add(underWay());
            return Stream.generate(() -> get("/v1/status-model", operatorKey()))
                    .limit(AT_ONCE)
                    .allMatch(answer -> answer.status() == 503);
        });
    }

    /** One whose body does not come. */
    private KeptConnection underWay() throws IOException {
        KeptConnection client = connect();
        client.send(KeptConnection.get("/v1/orders/o-1/status-changes/c-1", operatorKey())
                        .replace("GET", "PUT")
                + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
        return client;
    }
}
