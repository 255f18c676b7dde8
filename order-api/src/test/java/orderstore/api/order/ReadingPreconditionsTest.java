package orderstore.api.order;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Set;
import orderstore.api.json.JsonObject;
import orderstore.order.Expectation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** Which versions an {@code If-Match} names. */
class ReadingPreconditionsTest {

    private final JsonObject json = JsonObject.parse("{}".getBytes(UTF_8));

    @Test
    void each_strong_tag_that_is_a_version_counts() {
        assertThat(read("\"3\" ,, \"12\",W/\"4\", \"x\", \"03\",\"1234567890\" ,"))
                .isEqualTo(new Expectation.OneOf(Set.of(3, 12)));
        assertThat(json.errors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "3", "\"3\" \"4\"", "\"3", "\"3\", x", "W/", "\"a b\""})
    void what_is_no_list_of_tags_is_refused(String header) {
        read(header);

        assertThat(json.errors()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\",/ /x", "\"1\"/ /x", "/\"/", "/ ,/x", "\"/1/"})
    void a_header_as_long_as_there_can_be_is_read_at_once(String beginAndMiddleAndEnd) {
        String[] parts = beginAndMiddleAndEnd.split("/", -1);
        String header = parts[0] + parts[1].repeat(8_000 / parts[1].length()) + parts[2];

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> read(header));
        assertThat(json.errors()).hasSize(1);
    }

    private Expectation read(String header) {
        var request = new MockHttpServletRequest();
        request.addHeader("If-Match", header);
        return Preconditions.of(request, json);
    }
}
