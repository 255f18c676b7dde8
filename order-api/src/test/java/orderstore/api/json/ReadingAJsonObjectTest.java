package orderstore.api.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import orderstore.api.problem.InvalidMember;
import orderstore.api.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out of a JSON object that a client sent, and which errors are told of one that is not as it should be. */
class ReadingAJsonObjectTest {

    @Test
    void members_come_out_as_they_were_sent() {
        var json = parse("""
                {"name": "ünï €𝄞", "at": "2026-03-01T09:00:00.123456Z", "roles": ["a", "b"],
                 "attributes": {"s": "", "n": 1.50, "b": true}}""");

        assertThat(json.requiredString("name", 9)).isEqualTo("ünï €𝄞");
        assertThat(json.optionalInstant("at")).isEqualTo(Instant.parse("2026-03-01T09:00:00.123456Z"));
        assertThat(json.requiredStrings("roles")).containsExactly("a", "b");
        var attributes = json.optionalObject("attributes");
        assertThat(attributes).isNotNull();
        assertThat(attributes.names()).containsExactly("s", "n", "b");
        assertThat(attributes.requiredScalar("s", 1)).isEqualTo("");
        assertThat(attributes.requiredScalar("n", 1)).isEqualTo(new BigDecimal("1.50"));
        assertThat(attributes.requiredScalar("b", 1)).isEqualTo(true);
        json.refuseUnknown();
        json.throwIfInvalid();
    }

    @Test
    void only_the_given_part_of_the_bytes_is_read() {
        var bytes = "{\"a\":\"1\"}\n{\"a\":\"2\"}\n".getBytes(UTF_8);

        assertThat(JsonObject.parse(bytes, 10, 9).requiredString("a", 1)).isEqualTo("2");
    }

    @Test
    void a_null_is_as_good_as_an_absent_member_unless_it_is_required() {
        var json = parse("{\"a\": null, \"b\": null, \"c\": null, \"d\": null, \"e\": null}");

        assertThat(json.optionalString("a", 1)).isNull();
        assertThat(json.optionalObject("b")).isNull();
        assertThat(json.optionalInstant("c")).isNull();
        assertThat(json.has("a")).isTrue();
        assertThat(json.has("z")).isFalse();
        assertThat(json.errors()).isEmpty();
        json.requiredString("d", 1);
        json.requiredScalar("e", 1);
        assertThat(pointers(json)).containsExactly("/d", "/e");
    }

    @Test
    void all_errors_are_told_at_once_each_with_its_pointer() {
        var json = parse("""
                {"short": "äöü", "long": "äöüß", "number": 7, "twice": 1, "twice": 2, "nul": "a\\u0000b",
                 "lone": "\\ud834 \\udd1e", "empty": "", "list": ["a", 1, null, {"x": "\\udead"}], "at": "2026-02-30T00:00:00Z",
                 "deep": {"~/": [{"": "\\u0000"}]}, "huge": 1e99999, "unknown": true}""");

        json.requiredString("short", 3);
        json.requiredString("long", 3);
        json.requiredString("number", 3);
        json.requiredString("missing", 3);
        json.requiredString("nul", 3);
        json.requiredString("lone", 3);
        json.requiredString("empty", 3);
        json.requiredStrings("list");
        json.optionalInstant("at");
        json.optionalObject("deep");
        json.requiredScalar("huge", 3);
        json.requiredScalar("twice", 3);
        json.refuseUnknown();

        assertThat(pointers(json))
                .containsExactlyInAnyOrder(
                        "/twice",
                        "/nul",
                        "/lone",
                        "/list/3/x",
                        "/deep/~0~1/0/",
                        "/huge",
                        "/long",
                        "/number",
                        "/missing",
                        "/empty",
                        "/list/1",
                        "/list/2",
                        "/list/3",
                        "/at",
                        "/unknown");
        assertThatThrownBy(json::throwIfInvalid).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().members().get("errors")).isEqualTo(json.errors());
            assertThat(e.getStackTrace()).isEmpty();
        });
    }

    @Test
    void an_error_says_what_is_so_and_what_would_be_allowed() {
        var json = parse("{\"name\": \"abcd\", \"roles\": 1, \"other\": 1}");

        json.requiredString("name", 3);
        json.requiredStrings("roles");
        json.requiredString("status", 64);
        json.refuseUnknown();

        assertThat(json.errors())
                .containsExactly(
                        new InvalidMember("/name", "has 4 characters; 1 to 3 are allowed"),
                        new InvalidMember("/roles", "must be an array, not a number"),
                        new InvalidMember("/status", "is required: a string of 1 to 64 characters"),
                        new InvalidMember("/other", "is not known here; known are name, roles, status"));
    }

    @Test
    void a_member_at_fault_is_blamed_once() {
        var json = parse("{\"status\": 7}");

        json.requiredString("status", 64);
        json.refuse("status", "is not a status of the model");

        assertThat(json.errors()).containsExactly(new InvalidMember("/status", "must be a string, not a number"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                | is empty, but must be a JSON object
            `  `              | is empty, but must be a JSON object
            []                | must be a JSON object, not an array
            "a"               | must be a JSON object, not a string
            null              | must be a JSON object, not null
            {                 | ends within an unfinished JSON value at line 1, column 2
            {"a":             | ends within an unfinished JSON value at line 1, column 6
            {"a":1,}          | is not JSON at line 1, column 8, near "}"
            {'a':1}           | is not JSON at line 1, column 2, near "'a':1}"
            {"a":01}          | is not JSON at line 1, column 7, near "1}"
            {"a":NaN}         | is not JSON at line 1, column 9, near "}"
            {"a":1}{"a":1}    | goes on after its JSON object has ended; one object is allowed
            {"a":1} x         | goes on after its JSON object has ended; one object is allowed
            """)
    void what_is_no_json_object_has_that_one_error(String text, String error) {
        var json = parse(text);
        json.optionalString("b", 1);

        assertThat(json.errors().getFirst().pointer()).isEmpty();
        assertThat(json.errors().getFirst().detail())
                .startsWith(error.substring(0, 11))
                .isEqualTo(error);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"a\nb\"", "\"a\u0000b\"", "\"\\x\"", "\"\\u12\"", "+1", ".5", "1.", "0x1", "TRUE", "/**/1", "-"
            })
    void what_json_does_not_know_is_not_json(String value) {
        assertThat(parse("{\"a\":" + value + "}").errors())
                .singleElement()
                .extracting(InvalidMember::detail)
                .asString()
                .startsWith("is not JSON at line ");
    }

    @Test
    void only_utf_8_is_read_and_without_a_byte_order_mark() {
        assertThat(error("\uFEFF{}".getBytes(UTF_8)))
                .isEqualTo("starts with a byte order mark, which JSON does not allow");
        byte[] overlong = {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'};
        byte[] surrogate = {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'};
        for (var bytes : List.of(overlong, surrogate, "{}".getBytes(StandardCharsets.UTF_16))) {
            assertThat(error(bytes)).isEqualTo("is not UTF-8, which JSON has to be");
        }
        assertThat(error("{}".getBytes(StandardCharsets.UTF_16BE))).startsWith("is not JSON");
        assertThat(parse("{\"a\":\"\uFFFD\"}").requiredString("a", 1)).isEqualTo("\uFFFD");
    }

    @Test
    void thirty_two_levels_are_read_and_the_next_is_refused_while_the_rest_is_still_checked() {
        assertThat(parse("{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}").errors())
                .isEmpty();

        var json = parse("{\"a\":" + "[".repeat(32) + "{\"b\":1,\"b\":2}" + "]".repeat(32) + ",\"c\":\"\\u0000\"}");

        assertThat(pointers(json)).containsExactly("/a" + "/0".repeat(31), "/c");
        assertThat(pointers(parse("{\"a\":" + "[".repeat(60_000) + "]".repeat(60_000) + "}")))
                .hasSize(1);
    }

    @Test
    void an_answer_stays_in_proportion_to_the_request() {
        var json = parse("{\"" + "x".repeat(9_000) + "\":1" + ",\"a\":1".repeat(1_000) + "}");
        for (int i = 0; i < 1_000; i++) {
            json.requiredString("m" + i, 1);
        }

        assertThat(json.errors()).hasSize(101);
        assertThat(json.errors().getLast())
                .isEqualTo(new InvalidMember("", "has 902 more errors, which are not shown"));
        assertThat(json.errors().toString()).hasSizeLessThan(10_000);
    }

    @Test
    void a_name_that_cannot_be_shown_is_shown_as_far_as_it_can_be() {
        var json = parse("{\"a\\ud800/\":1}");

        assertThat(pointers(json)).containsExactly("/a\uFFFD~1");
    }

    private static JsonObject parse(String text) {
        return JsonObject.parse(text.getBytes(UTF_8));
    }

    private static String error(byte[] bytes) {
        return JsonObject.parse(bytes).errors().getFirst().detail();
    }

    private static List<String> pointers(JsonObject json) {
        return json.errors().stream().map(InvalidMember::pointer).toList();
    }
}
