package orderstore.api.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import orderstore.api.security.RunningServer;
import org.junit.jupiter.api.Test;

/** What an operator asks of rebuilds by HTTP, and what is answered. */
class RebuildingByRequestTest extends RunningServer {

    private static final String REBUILDS = "/v1/admin/projections/overview/rebuilds";

    private Answer start(String promote) {
        return send("POST", REBUILDS, operatorKey(), "{\"promote\":\"" + promote + "\"}");
    }

    private Answer await(String path, String state) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        Answer answer = get(path, operatorKey());
        while (!answer.json().path("state").asString("").equals(state)) {
            assertThat(System.nanoTime()).as("%s", answer.json()).isLessThan(deadline);
            answer = get(path, operatorKey());
        }
        return answer;
    }

    private void append() {
        Answer appended = send(
                "PUT",
                "/v1/orders/" + UUID.randomUUID() + "/status-changes/c-1",
                operatorKey(),
                "{\"status\":\"PLACED\"}");
        assertThat(appended.status()).isEqualTo(201);
    }

    @Test
    void one_is_started_watched_promoted_and_its_predecessor_discarded() {
        append();

        Answer started = start("manual");
        assertThat(started.status()).isEqualTo(202);
        String path = Objects.requireNonNull(started.header("Location"));
        assertThat(path).startsWith(REBUILDS + "/");

        Answer second = start("automatic");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.problem()).isEqualTo("rebuild-running");

        Answer caughtUp = await(path, "caught-up");
        assertThat(caughtUp.json().get("processed").asLong())
                .isEqualTo(caughtUp.json().get("total").asLong())
                .isPositive();
        assertThat(caughtUp.json().get("differences").get("equal").asLong()).isPositive();
        assertThat(caughtUp.json().get("differences").get("missing").asLong()).isZero();

        Answer promoted = send("POST", path + "/promote", operatorKey(), null);
        assertThat(promoted.status()).isEqualTo(200);
        assertThat(promoted.json().get("state").asString()).isEqualTo("promoted");
        assertThat(promoted.json().get("previous").asString()).isEqualTo("kept");

        Answer again = send("POST", path + "/promote", operatorKey(), null);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.problem()).isEqualTo("rebuild-state");
        assertThat(again.detail()).contains("is promoted; this is possible when it is caught-up");

        Answer discarded = send("POST", path + "/discard", operatorKey(), null);
        assertThat(discarded.json().get("previous").asString()).isEqualTo("dropped");
    }

    @Test
    void what_is_asked_wrongly_is_refused() {
        assertThat(start("perhaps").problem()).isEqualTo("invalid-request");
        assertThat(send("POST", REBUILDS, operatorKey(), "{}").problem()).isEqualTo("invalid-request");
        assertThat(send("POST", "/v1/admin/projections/nothing/rebuilds", operatorKey(), "{\"promote\":\"manual\"}")
                        .problem())
                .isEqualTo("projection-unknown");
        assertThat(get(REBUILDS + "/999999", operatorKey()).problem()).isEqualTo("rebuild-unknown");
        assertThat(get(REBUILDS + "/x", operatorKey()).problem()).isEqualTo("rebuild-unknown");
        assertThat(send("POST", REBUILDS + "/999999/cancel", operatorKey(), null)
                        .status())
                .isEqualTo(404);
        assertThat(send("POST", REBUILDS, makeKey("w-" + UUID.randomUUID(), "\"writer\""), "{}")
                        .status())
                .isEqualTo(403);
    }
}
