package orderstore.order.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times are read as they were written, like the platform does. */
class ReadingAWrittenTimeTest {

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void what_was_written_is_read_again() {
        for (int i = 0; i < 100_000; i++) {
            long second = random.nextLong(FIRST.getEpochSecond(), LAST.getEpochSecond() + 1);
            int unit = new int[] {1_000_000_000, 1_000_000, 1_000, 1}[random.nextInt(4)];
            Instant time = Instant.ofEpochSecond(second, random.nextInt(1_000_000_000) / unit * (long) unit);

            assertThat(WrittenTime.read(time.toString())).isEqualTo(time);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-28T23:59:59.1Z",
                "2024-02-29T00:00:00.123456789Z",
                "2026-03-01T24:00:00Z",
                "2016-12-31T23:59:60Z",
                "2026-03-01T09:00:00+01:00",
                "+12026-03-01T09:00:00Z",
                "-0001-03-01T09:00:00Z",
                "2026-03-01T09:00:00.Z",
                "2026-03-01t09:00:00z"
            })
    void what_is_written_otherwise_is_read_as_the_platform_does(String text) {
        assertThat(WrittenTime.read(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-00-01T00:00:00Z",
                "2026-04-31T00:00:00Z",
                "2026-04-01T00:00Z",
                "2026-04-01T25:00:00Z",
                "2026-04-01T00:60:00Z",
                "2026-04-01T00:00:00.1234567890Z",
                "2O26-04-01T00:00:00Z",
                "2026-04-01T00:00:00.12x Z",
                "2026-04-01T00:00:00.-12Z"
            })
    void what_is_no_time_is_refused(String text) {
        assertThatThrownBy(() -> WrittenTime.read(text)).isInstanceOf(DateTimeException.class);
    }
}
