package orderstore.api.feed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import orderstore.api.security.RunningServer;
import orderstore.eventlog.LogTail;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Only so many requests may be under way, which keeps them from filling the memory. Who waits is not. */
@TestPropertySource(properties = "orderstore.limits.requests-at-once=2")
class WaitingInTooGreatNumbersTest extends RunningServer {

    @Autowired
    private LogTail tail;

    @Test
    void one_too_many_is_told_to_come_again_and_those_who_wait_do_not_count() throws Exception {
        var streams = new ArrayList<EventReader>();
        var waiting = new ArrayList<CompletableFuture<Answer>>();
        for (int i = 1; i <= 3; i++) {
            streams.add(new EventReader(feed()));
            assertThat(streams.getLast().next().comment()).isTrue();
            waiting.add(waiting());
            int followers = 2 * i;
            Await.until("both follow", () -> tail.followers() == followers);
            Await.until("others are answered", this::isAnswered); // Their requests may end a moment later than that.
        }
        var underWay = new ArrayList<Socket>();
        Await.until("others are refused", () -> {
            underWay.add(underWay());
            return Stream.generate(this::isAnswered).limit(3).noneMatch(answered -> answered);
        });

        var refused = get("/v1/status-model", operatorKey());

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.problem()).isEqualTo("unavailable");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.detail()).startsWith("There are 2 requests under way here");
        assertThat(get("/actuator/health/liveness", null).status()).isEqualTo(200);
        assertThat(get("/v1/status-model", null).status()).isEqualTo(401);
        for (Socket one : underWay) {
            one.close();
        }
        Await.until("others are answered", this::isAnswered);
        tail.release();
        waiting.forEach(answer -> assertThat(answer.join().status()).isEqualTo(200));
        tail.resume();
        streams.forEach(EventReader::close);
    }

    private boolean isAnswered() {
        return get("/v1/status-model", operatorKey()).status() == 200;
    }

    private CompletableFuture<Answer> waiting() {
        return CompletableFuture.supplyAsync(
                () -> send(feed().header("Prefer", "wait=60")), task -> Thread.startVirtualThread(task));
    }

    /** A request whose body does not come. */
    private Socket underWay() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.getOutputStream()
                .write(("PUT /v1/orders/o-1/status-changes/c-1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                + operatorKey() + "\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n")
                        .getBytes(ISO_8859_1));
        return socket;
    }

    private HttpRequest.Builder feed() {
        return request("GET", "/v1/status-changes?orderId=nobody", null)
                .header("Authorization", "Bearer " + operatorKey());
    }
}
