package orderstore.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import orderstore.api.security.RunningServer;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Who sends one wrong key after the other has to wait; others at the same address have not, if they were here before. */
@TestPropertySource(
        properties = {"orderstore.limits.failed-keys.per-second=1", "orderstore.limits.failed-keys.burst=20"})
class SendingWrongKeysTest extends RunningServer {

    @Test
    void too_many_wrong_keys_are_not_looked_up_any_more() {
        String known = makeKey("known-" + System.nanoTime(), "\"reader\"");
        assertThat(get("/v1/status-model", known).status()).isEqualTo(200);

        var answer = sendUntilRefused();

        assertThat(answer.problem()).isEqualTo("too-many-requests");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.detail()).contains("this address");
        assertThat(get("/v1/status-model", known).status()).isEqualTo(200);
        assertThat(get("/v1/status-model", null).status())
                .as("a question without any key costs nothing")
                .isEqualTo(401);
        assertThat(get("/actuator/health/liveness", "osk_wrong").status()).isEqualTo(200);
    }

    /** However slow the machine is: the bucket fills again meanwhile. */
    private Answer sendUntilRefused() {
        return Stream.iterate(0, i -> i + 1)
                .limit(2_000)
                .map(i -> get("/v1/status-model", "osk_wrong-" + i))
                .peek(answer -> assertThat(answer.status()).isIn(401, 429))
                .filter(answer -> answer.status() == 429)
                .findFirst()
                .orElseThrow(() -> new AssertionError("Nothing was refused."));
    }
}
