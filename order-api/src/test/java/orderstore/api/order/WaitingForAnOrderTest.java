package orderstore.api.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import orderstore.eventlog.LogTail;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A client that knows an order's version may wait for the next. */
class WaitingForAnOrderTest extends OrderClient {

    private static final Duration SOON = Duration.ofSeconds(40);

    private final String order = newOrder();

    @Autowired
    private LogTail tail;

    @Test
    void an_answer_waits_for_the_next_change_of_the_order() throws Exception {
        append(order, "c-1", change("PLACED"));
        var answer = asked("W/\"1\"", "wait=60");

        append(newOrder(), "c-1", change("PLACED"));
        assertThat(answer).isNotDone();
        append(order, "c-2", change("CONFIRMED"));

        Answer changed = answer.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
        assertThat(changed.header("Preference-Applied")).isEqualTo("wait=60");
        assertThat(changed.json().get("status").asString()).isEqualTo("CONFIRMED");
    }

    @Test
    void when_the_time_is_up_nothing_has_changed() {
        append(order, "c-1", change("PLACED"));

        Answer answer = ask("\"1\"", "wait=0");

        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=0");
    }

    @ParameterizedTest
    @CsvSource({"'\"2\"', 200", "*, 304"})
    void who_does_not_know_the_current_version_is_answered_at_once(String known, int status) {
        append(order, "c-1", change("PLACED"));

        Answer answer = ask(known, "wait=60");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Preference-Applied")).isNull();
    }

    private CompletableFuture<Answer> asked(String known, String preference) {
        int before = tail.followers();
        var answer = CompletableFuture.supplyAsync(() -> ask(known, preference));
        Await.until("it waits", () -> tail.followers() > before);
        return answer;
    }

    private Answer ask(String known, String preference) {
        return send(request("GET", "/v1/orders/" + order, null)
                .header("Authorization", "Bearer " + operatorKey())
                .header("If-None-Match", known)
                .header("Prefer", preference));
    }
}
