package orderstore.api.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Whatever bytes come: reading them ends in members or in errors that can be shown, never in an exception. */
class ReadingHostileJsonTest {
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"a\"",
        "\"~/\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "1",
        "-0.5e3",
        "1e999999999",
        "true",
        "null",
        " ",
        "\n",
        "\uFEFF",
        "\"",
        "\\",
        "\u0000",
        "{\"a\":",
        "[[[[[[[[",
        "]]]]]]]]",
        "\"b\":{",
        "é",
        "𝄞"
    };

    @Test
    void random_pieces_of_json_never_break_the_reader() {
        var random = seeded();
        for (int i = 0; i < 50_000; i++) {
            var text = new StringBuilder(random.nextBoolean() ? "{\"a\":" : "");
            for (int pieces = random.nextInt(30); pieces > 0; pieces--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            read(text.toString().getBytes(UTF_8));
        }
    }

    @Test
    void damaged_requests_never_break_the_reader() {
        var random = seeded();
        var sound = "{\"a\":\"é𝄞\\u0041\",\"b\":{\"x\":1.5,\"y\":[true,null]},\"c\":\"2026-03-01T09:00:00Z\"}"
                .getBytes(UTF_8);
        for (int i = 0; i < 50_000; i++) {
            var bytes = sound.clone();
            for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            read(bytes);
        }
    }

    private static void read(byte[] bytes) {
        var json = JsonObject.parse(bytes);
        json.requiredString("a", 3);
        var nested = json.optionalObject("b");
        if (nested != null) {
            nested.names().forEach(name -> nested.requiredScalar(name, 3));
        }
        json.optionalInstant("c");
        json.requiredStrings("d");
        json.refuseUnknown();
        for (var error : json.errors()) {
            assertThat(error.pointer()).matches("(/([^~/]|~[01])*)*");
            assertThat(error.detail()).isNotBlank().doesNotContain("Exception", "tools.jackson", "JsonRead");
        }
        assertThat(JsonMapper.shared().writeValueAsBytes(json.errors())).isNotEmpty();
    }

    private static RandomGenerator seeded() {
        long seed = System.nanoTime();
        System.out.println("Seed of " + ReadingHostileJsonTest.class.getSimpleName() + ": " + seed);
        return new Random(seed);
    }
}
