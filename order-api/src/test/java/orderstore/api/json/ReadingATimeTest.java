package orderstore.api.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times are read to the letter. */
class ReadingATimeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-01T09:00:00Z",
                "2026-03-01T23:59:59Z",
                "2024-02-29T00:00:00Z",
                "0001-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999999Z",
                "2026-03-01T09:00:00.1Z",
                "2026-03-01T09:00:00.012345Z",
                "2026-03-01T09:00:00.100000Z"
            })
    void what_is_allowed_is_the_instant_that_it_names(String text) {
        assertThat(Times.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-03-01",
                "2026-03-01T09:00Z",
                "2026-03-01T09:00:00",
                "2026-03-01T09:00:00z",
                "2026-03-01t09:00:00Z",
                "2026-03-01 09:00:00Z",
                "2026-03-01T09:00:00+00:00",
                "2026-03-01T09:00:00.Z",
                "2026-03-01T09:00:00,5Z",
                "2026-03-01T09:00:00.1234567Z",
                "2026-03-01T09:00:00.-1Z",
                "2026-03-01T24:00:00Z",
                "2026-03-01T09:60:00Z",
                "2026-12-31T23:59:60Z",
                "2026-02-29T09:00:00Z",
                "2026-13-01T09:00:00Z",
                "2026-00-01T09:00:00Z",
                "0000-12-31T23:59:59Z",
                "+2026-03-01T09:00:00Z",
                "-026-03-01T09:00:00Z",
                "2026-03-01T09:00:0٣Z",
                "12026-03-01T09:00:00Z"
            })
    void anything_else_is_none(String text) {
        assertThat(Times.parse(text)).isNull();
    }
}
