package orderstore.api.prefer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** What is understood of {@code Prefer}. */
class ReadingPreferencesTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "wait=20, 20",
                "'WAIT = \"7\"', 7",
                "'respond-async, wait=5;a=b; c', 5",
                "'x=\"a,wait=1\\\",wait=2\", wait=3', 3",
                "'wait=4, wait=5', 4",
                "'a; ;b ;, wait=6', 6",
                "wait=000061, 60",
            })
    void a_wait_is_found_among_whatever_else_is_preferred(String header, int seconds) {
        assertThat(wait(header)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wait", "wait=-1", "wait=1 2", "\"wait=1", "x=\"wait=1, wait=2", "wait=1;\""})
    void what_cannot_be_understood_counts_as_not_sent(String header) {
        assertThat(wait(header)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a;  /;  /\"",
                "a=\"/\\\"/\"",
                "a=\"/x/\"",
                "/\"\\/",
                "a/ ;\t;\t/\"",
                "a=\"/\\",
                "/,/\"",
                "/; a = b /\""
            })
    void a_header_as_long_as_there_can_be_is_read_at_once(String beginAndMiddleAndEnd) {
        String[] parts = beginAndMiddleAndEnd.split("/", -1);
        String header = parts[0] + parts[1].repeat(8_000 / parts[1].length()) + (parts.length > 2 ? parts[2] : "");

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> wait(header));
    }

    private static Optional<Duration> wait(String header) {
        var request = new MockHttpServletRequest();
        request.addHeader("Prefer", header);
        return Preferences.of(request).longPoll();
    }
}
