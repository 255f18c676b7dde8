package orderstore.api.fuzz;

import java.util.List;
import java.util.random.RandomGenerator;

/** What no well-meaning client would send. */
final class Hostile {

    private static final List<String> TEXTS = List.of(
            "' or '1'='1",
            "'; drop table order_event; --",
            "\" or \"\"=\"",
            "1 union select sha256 from api_key",
            "%' --",
            "$1",
            "\\",
            "\\\\'",
            "{{7*7}}",
            "${jndi:ldap://127.0.0.1/a}",
            "#{T(java.lang.Runtime)}",
            "<script>alert(1)</script>",
            "../../etc/passwd",
            "..\\..\\x",
            "file:///etc/passwd",
            "%s%n%x",
            "\u0000",
            "a\u0000b",
            "\r\nX-Injected: 1",
            "\uFEFF",
            "\u202Eabc",
            "\u200B",
            "e\u0301",
            "\uD83D\uDE00",
            "\uFFFF",
            "\uDBFF\uDFFF",
            "null",
            "undefined",
            "NaN",
            "-0",
            "1e400",
            "0x10",
            "true",
            "[]",
            "{}",
            "*",
            "\"\"",
            " ",
            "\t",
            "",
            ".",
            "..",
            "~",
            ":",
            "%",
            "%zz",
            "&a=b",
            "=",
            ";",
            "#",
            "?",
            "İ",
            "ß",
            "ﬃ",
            "٣",
            "１");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-1",
            "1",
            "2147483647",
            "2147483648",
            "-2147483649",
            "9007199254740993",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775809",
            "1e308",
            "1e309",
            "1e-400",
            "1E999999999",
            "0.1",
            "00",
            "+1",
            "1.",
            ".5",
            "99999999999999999999999999999999999999999",
            "NaN",
            "Infinity",
            "0x1");

    private static final List<String> TIMES = List.of(
            "0000-01-01T00:00:00Z",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999Z",
            "2026-02-29T00:00:00Z",
            "2026-03-01T24:00:00Z",
            "2026-06-30T23:59:60Z",
            "2026-03-01T09:00:00+01:00",
            "2026-03-01T09:00:00.1234567Z",
            "2026-03-01",
            "20260301T090000Z",
            "+12026-03-01T09:00:00Z",
            "-0001-01-01T00:00:00Z",
            "2026-03-01t09:00:00z");

    private static final List<String> DURATIONS = List.of(
            "P0D",
            "-P1D",
            "P36500D",
            "P36501D",
            "PT0.000000001S",
            "P1Y",
            "P1M",
            "P1W",
            "PT999999999999999999H",
            "P",
            "PT",
            "p3d",
            "P1DT-1H",
            "P106751991167300D",
            "PT9223372036854775807S");

    private final RandomGenerator random;

    Hostile(RandomGenerator random) {
        this.random = random;
    }

    String text() {
        return switch (random.nextInt(8)) {
            case 0 -> pick(NUMBERS);
            case 1 -> pick(TIMES);
            case 2 -> pick(DURATIONS);
            case 3 -> anyCharacters(1 + random.nextInt(70));
            case 4 -> "x".repeat(pick(List.of(63, 64, 65, 256, 257, 500, 501, 1000, 1001, 5000)));
            default -> pick(TEXTS);
        };
    }

    /** A value as JSON text, or nearly. */
    String json() {
        return switch (random.nextInt(9)) {
            case 0 -> pick(NUMBERS);
            case 1 ->
                pick(List.of(
                        "null", "true", "false", "[]", "{}", "[null]", "{\"\":0}", "[[[[]]]]", "{\"a\":{\"a\":{}}}"));
            case 2 -> "[".repeat(random.nextInt(60)) + "]".repeat(random.nextInt(60));
            case 3 ->
                pick(List.of(
                        "\"\\ud800\"",
                        "\"\\udc00\\ud800\"",
                        "\"\\u0000\"",
                        "\"\\x\"",
                        "'a'",
                        "\"\n\"",
                        "nul",
                        "01",
                        "tru"));
            default -> quoted(text());
        };
    }

    /** Any code points, of all planes; no lone surrogates, which UTF-8 has not. */
    String anyCharacters(int length) {
        var text = new StringBuilder();
        while (text.length() < length) {
            int c = random.nextInt(random.nextBoolean() ? 0x300 : Character.MAX_CODE_POINT + 1);
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                text.appendCodePoint(c);
            }
        }
        return text.toString();
    }

    <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    static String quoted(String text) {
        var json = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted(c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }
}
