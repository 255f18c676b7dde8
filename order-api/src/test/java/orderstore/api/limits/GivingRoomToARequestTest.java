package orderstore.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;

/** Who was set aside gets room in the end, however many others come. */
class GivingRoomToARequestTest {

    private final RequestsAtOnce underWay = new RequestsAtOnce(
            new LimitSettings(1, 1, 1, new LimitSettings.Failures(1, 1), Duration.ofSeconds(1), Duration.ofSeconds(1)));

    @Test
    void nobody_who_comes_later_goes_before_one_that_was_set_aside() throws Exception {
        assertThat(underWay.enter()).isTrue();
        for (int i = 0; i < 100; i++) {
            Thread aside = Thread.ofPlatform().daemon().start(underWay::enterFromAside);
            Await.until("it waits for room", () -> aside.getState() == Thread.State.WAITING);

            underWay.leave();

            assertThat(underWay.enter()).isFalse();
            aside.join();
        }
        underWay.leave();
        assertThat(underWay.enter()).isTrue();
    }
}
