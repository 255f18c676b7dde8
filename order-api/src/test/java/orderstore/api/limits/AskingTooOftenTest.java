package orderstore.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import orderstore.api.openapi.Contract;
import orderstore.api.openapi.Operation;
import orderstore.api.security.RunningServer;
import orderstore.eventlog.LogTail;
import orderstore.testing.Await;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** What a client is told that asks more often than its key may, and who notices nothing of it. */
@TestPropertySource(properties = {"orderstore.limits.requests-per-second=1", "orderstore.limits.burst=20"})
class AskingTooOftenTest extends RunningServer {
    private static int made;

    /** More than the bucket holds, however slow the machine is on which it fills again meanwhile. */
    private static final int MANY = 2_000;

    @Autowired
    private LogTail tail;

    @Test
    void a_key_that_asks_too_often_is_told_when_to_come_again() {
        String key = makeKey();

        var answer = refused("GET", "/v1/status-model", key, null);

        assertThat(answer.problem()).isEqualTo("too-many-requests");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.detail()).contains("20 at once and 1 a second");
    }

    @Test
    void what_it_may_not_do_counts_as_well_and_nothing_is_done() {
        String key = makeKey();

        assertThat(refused("PUT", "/v1/orders/o-1/status-changes/c-1", key, "{\"status\": \"PLACED\"}")
                        .status())
                .isEqualTo(429);
        assertThat(refused("DELETE", "/v1/admin/keys/nobody", key, null).status())
                .isEqualTo(429);
    }

    /** Each answer is held to the contract, by which it may be one of these. */
    @Test
    void every_operation_that_needs_a_key_may_be_refused_so() {
        String key = makeKey();
        for (Operation operation : Contract.get().operations()) {
            if (!operation.roles().isEmpty()) {
                String path = operation.path().replaceAll("\\{[^}]+}", "0");
                String body = operation.node().has("requestBody") ? "{}" : null;

                assertThat(refused(operation.method(), path, key, body).header("Retry-After"))
                        .isEqualTo("1");
            }
        }
    }

    @Test
    void others_and_what_is_open_to_all_are_answered_as_ever() {
        String other = makeKey();
        String key = makeKey();
        refused("GET", "/v1/status-model", key, null);

        assertThat(get("/v1/status-model", other).status()).isEqualTo(200);
        for (int i = 0; i < 30; i++) {
            assertThat(get("/actuator/health/liveness", key).status()).isEqualTo(200);
            assertThat(get("/actuator/health/readiness", key).status()).isEqualTo(200);
        }
        assertThat(get("/openapi.json", key).status()).isEqualTo(200);
    }

    @Test
    void who_waits_is_counted_once() throws Exception {
        String key = makeKey();
        refused("GET", "/v1/status-model", key, null);

        CompletableFuture<Answer> waiting = Stream.generate(() -> CompletableFuture.supplyAsync(() -> waiting(key)))
                .limit(MANY)
                .filter(this::isLetIn)
                .findFirst()
                .orElseThrow();
        tail.release(); // At once: the next second it may ask again.

        assertThat(waiting.get().status()).isEqualTo(200);
        tail.resume();
    }

    private Answer waiting(String key) {
        return send(request("GET", "/v1/status-changes?orderId=nobody", null)
                .header("Authorization", "Bearer " + key)
                .header("Prefer", "wait=60"));
    }

    private boolean isLetIn(CompletableFuture<Answer> asked) {
        Await.until("it waits or is refused", () -> asked.isDone() || tail.followers() > 0);
        return !asked.isDone();
    }

    private Answer refused(String method, String path, String key, @Nullable String body) {
        return Stream.generate(() -> send(method, path, key, body))
                .limit(MANY)
                .filter(answer -> answer.status() == 429)
                .findFirst()
                .orElseThrow(() -> new AssertionError("Nothing was refused."));
    }

    private String makeKey() {
        return makeKey("often-" + System.nanoTime() + "-" + made++, "\"reader\"");
    }
}
