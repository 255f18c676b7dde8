package orderstore.api.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Settings that would purge what nobody meant are refused at start, all errors at once. */
class ConfiguringRetentionTest {

    private static RetentionSettings settings(String age, @Nullable String abandoned, String floor, String at) {
        return new RetentionSettings(
                true,
                Duration.parse(age),
                abandoned == null ? null : Duration.parse(abandoned),
                Duration.parse(floor),
                at,
                null);
    }

    @Test
    void a_sensible_policy_is_taken() {
        assertThat(settings("P400D", "P800D", "P1D", "03:30").time()).isEqualTo("03:30");
        assertThat(IsoDuration.text(Duration.ofDays(400))).isEqualTo("P400D");
        assertThat(IsoDuration.text(Duration.ofHours(25))).isEqualTo("PT25H");
    }

    @Test
    void what_is_absurd_is_refused_as_a_whole() {
        assertThatThrownBy(() -> settings("PT0S", "-P1D", "P0D", "half past three"))
                .hasMessageContaining("orderstore.retention.floor is PT0S")
                .hasMessageContaining("orderstore.retention.abandoned-after is PT-24H")
                .hasMessageContaining("orderstore.retention.at is half past three");
        assertThatThrownBy(() -> settings("P1D", null, "P2D", "03:30"))
                .hasMessageContaining("orderstore.retention.age is PT24H, allowed are PT48H to P36500D");
        assertThatThrownBy(() -> settings("P40000D", null, "P1D", "03:30"))
                .hasMessageContaining("orderstore.retention.age");
        assertThatThrownBy(() -> settings("P400D", "P399D", "P1D", "03:30"))
                .hasMessageContaining("orderstore.retention.abandoned-after");
    }
}
