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
