package orderstore.api.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import orderstore.api.security.RunningServer;
import orderstore.eventlog.LogTail;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Only so many requests may be under way, which keeps those who wait from filling the memory. */
@TestPropertySource(properties = "orderstore.limits.requests-at-once=2")
class WaitingInTooGreatNumbersTest extends RunningServer {

    @Autowired
    private LogTail tail;

    @Test
    void one_too_many_is_told_to_come_again_and_streams_do_not_count() throws Exception {
        var streams = new ArrayList<EventReader>();
        for (int i = 0; i < 3; i++) {
            streams.add(new EventReader(feed()));
            assertThat(streams.getLast().next().comment()).isTrue();
            Await.until("others are answered", this::isAnswered); // Its request may end a moment later than it begins.
        }
        var waiting = List.of(waiting(), waiting());
        Await.until("all wait", () -> tail.followers() == 5);

        var refused = get("/v1/status-model", operatorKey());

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.problem()).isEqualTo("unavailable");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.detail()).startsWith("There are 2 requests under way here");
        assertThat(get("/actuator/health/liveness", null).status()).isEqualTo(200);
        assertThat(get("/v1/status-model", null).status()).isEqualTo(401);
        tail.release();
        waiting.forEach(CompletableFuture::join);
        tail.resume();
        Await.until("others are answered", this::isAnswered);
        streams.forEach(EventReader::close);
    }

    private boolean isAnswered() {
        return get("/v1/status-model", operatorKey()).status() == 200;
    }

    private CompletableFuture<Answer> waiting() {
        return CompletableFuture.supplyAsync(
                () -> send(feed().header("Prefer", "wait=60")), task -> Thread.startVirtualThread(task));
    }

    private HttpRequest.Builder feed() {
        return request("GET", "/v1/status-changes?orderId=nobody", null)
                .header("Authorization", "Bearer " + operatorKey());
    }
}
