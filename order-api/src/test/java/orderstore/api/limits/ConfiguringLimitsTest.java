package orderstore.api.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import orderstore.api.launch.StartRefused;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What the limits are if nobody says anything, and that a start is refused with limits that make no sense. */
class ConfiguringLimitsTest {
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    @Test
    void nobody_needs_to_say_anything() {
        assertThat(bound(Map.of()))
                .isEqualTo(new LimitSettings(
                        20_000, 40_000, 2_500, new LimitSettings.Failures(10, 200), HALF_A_MINUTE, HALF_A_MINUTE));
    }

    @Test
    void one_limit_may_be_set_without_the_others() {
        assertThat(bound(Map.of("orderstore.limits.failed-keys.burst", "7")).failedKeys())
                .isEqualTo(new LimitSettings.Failures(10, 7));
    }

    @Test
    void limits_that_cannot_be_used_are_told_all_at_once() {
        assertThatThrownBy(() -> new LimitSettings(
                        -1, 0, 0, new LimitSettings.Failures(1_000_001, 0), Duration.ZERO, Duration.ofDays(1)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("orderstore.limits.requests-per-second is -1")
                .hasMessageContaining("orderstore.limits.burst is 0")
                .hasMessageContaining("orderstore.limits.requests-at-once is 0")
                .hasMessageContaining("orderstore.limits.failed-keys.per-second is 1000001")
                .hasMessageContaining("orderstore.limits.failed-keys.burst is 0")
                .hasMessageContaining("orderstore.limits.headers-within in ms is 0")
                .hasMessageContaining("orderstore.limits.body-within in ms is 86400000");
    }

    private static LimitSettings bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("orderstore.limits", LimitSettings.class);
    }
}
