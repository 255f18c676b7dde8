package orderstore.api.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import orderstore.api.launch.StartRefused;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

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
    void a_folder_for_archives_in_which_nothing_can_be_written_is_refused(@TempDir Path temporary) throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "no folder");

        assertThatThrownBy(() -> RetentionWiring.archives(file, JsonMapper.shared()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("orderstore.retention.archive is " + file);
        RetentionWiring.archives(temporary.resolve("made/by/the/start"), JsonMapper.shared());
        assertThat(temporary.resolve("made/by/the/start")).isEmptyDirectory();
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
