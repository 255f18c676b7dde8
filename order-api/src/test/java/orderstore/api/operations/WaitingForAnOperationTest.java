package orderstore.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import orderstore.api.operations.OperationClaims.Ended;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Who asks for an operation may wait until it has ended, on whichever node. */
class WaitingForAnOperationTest extends IdleNode {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final String order = newOrder();

    @Autowired
    private OperationClaims claims;

    @Autowired
    private OperationWaiters waiters;

    @Test
    void an_answer_comes_when_this_node_has_done_it() throws Exception {
        String operation = queued(order, "c-1", change("PLACED"));
        var answer = asked(operation);

        worker.start();

        assertThat(done(answer)).isEqualTo("done");
    }

    @Test
    void an_answer_comes_when_another_node_has_done_it() throws Exception {
        String operation = queued(order, "c-1", change("PLACED"));
        UUID other = UUID.randomUUID();
        claims.claim(other, OperationKind.CHANGE, 10, LONG, () -> true);
        var answer = asked(operation);

        claims.end(
                other,
                List.of(new Ended(
                        id(operation),
                        null,
                        "{\"type\":\"/problems/internal-error\",\"title\":\"t\",\"status\":500,\"detail\":\"d\",\"traceId\":\"%s\"}"
                                .formatted("1".repeat(32)))));

        assertThat(done(answer)).isEqualTo("failed");
    }

    @Test
    void when_the_time_is_up_it_is_told_when_to_ask_again() {
        String operation = queued(order, "c-1", change("PLACED"));

        Answer answer = ask(operation, "wait=0");

        assertThat(answer.json().get("state").asString()).isEqualTo("queued");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=0");
        assertThat(waiters.count()).isZero();
    }

    @Test
    void a_node_that_stops_lets_nobody_wait() throws Exception {
        String operation = queued(order, "c-1", change("PLACED"));
        var answer = asked(operation);

        worker.stop();

        assertThat(done(answer)).isEqualTo("queued");
    }

    private static String done(CompletableFuture<Answer> answer) throws Exception {
        return answer.get(SOON.toSeconds(), TimeUnit.SECONDS)
                .json()
                .get("state")
                .asString();
    }

    private CompletableFuture<Answer> asked(String operation) {
        var answer = CompletableFuture.supplyAsync(() -> ask(operation, "wait=60"));
        Await.until("it waits", () -> waiters.count() > 0);
        return answer;
    }

    private Answer ask(String operation, String preference) {
        return send(request("GET", operation, null)
                .header("Authorization", "Bearer " + operatorKey())
                .header("Prefer", preference));
    }
}
