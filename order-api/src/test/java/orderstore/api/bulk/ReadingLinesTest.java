package orderstore.api.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import orderstore.api.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stream is split into lines, however it arrives. */
class ReadingLinesTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "'', ''",
                "'a', 'a'",
                "'a\\n', 'a'",
                "'a\\nb', 'a|b'",
                "'\\n\\n', '|'",
                "'12345\\n6', '12345|6'",
                "'12345', '12345'",
                "'123456\\n7', '123456!|7'",
                "'123456', '123456!'",
                "'1234567890123\\n\\n', '123456!|'"
            })
    void a_line_ends_at_a_line_feed_or_the_end_and_has_a_limit(String input, String lines) throws IOException {
        String sent = unquoted(input).replace("\\n", "\n");
        for (int chunk = 1; chunk <= 8; chunk++) {
            assertThat(String.join("|", read(sent, 5, chunk))).isEqualTo(unquoted(lines));
        }
    }

    @Test
    void any_text_in_any_pieces_gives_the_same_lines() throws IOException {
        long seed = new Random().nextLong();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < 2_000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(random.nextInt(4) == 0 ? '\n' : 'x');
            }
            var expected = new ArrayList<>(List.of(text.toString().split("\n", -1)));
            if (expected.getLast().isEmpty()) {
                expected.removeLast();
            }
            expected.replaceAll(line -> line.length() > 7 ? line.substring(0, 8) + "!" : line);

            assertThat(read(text.toString(), 7, 1 + random.nextInt(20)))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(expected);
        }
    }

    /** A byte comes after each pause. Lines of two bytes are whole in time, however many come; longer ones are not. */
    @ParameterizedTest
    @CsvSource({
        "ab, 15, true",
        "abcd, 15, false",
        "ab, 40, false",
        "abcdefghijklmnop, 15, false",
        "abcdefghijklmnop, 5, true"
    })
    void a_line_that_has_begun_must_be_whole_in_time(String line, int pauseSeconds, boolean inTime) throws IOException {
        var now = new AtomicLong();
        InputStream slow = new FilterInputStream(new Trickle((line + "\n").repeat(100), 1)) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                now.addAndGet(Duration.ofSeconds(pauseSeconds).toNanos());
                return super.read(into, offset, length);
            }
        };
        var reader = new LineReader(slow, 5, now::get);

        if (inTime) {
            for (int i = 0; i < 100; i++) {
                assertThat(reader.next()).isNotNull();
            }
            assertThat(reader.next()).isNull();
        } else {
            assertThatThrownBy(reader::next)
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refusal -> assertThat(refusal.problem().status().value())
                                    .isEqualTo(408));
        }
    }

    private static List<String> read(String text, int maxBytes, int chunk) throws IOException {
        var reader = new LineReader(new Trickle(text, chunk), maxBytes);
        var lines = new ArrayList<String>();
        var line = reader.next();
        while (line != null) {
            lines.add(new String(line.bytes(), StandardCharsets.UTF_8) + (line.tooLong() ? "!" : ""));
            reader.ready();
            line = reader.next();
        }
        return lines;
    }

    private static String unquoted(String text) {
        return text.substring(1, text.length() - 1);
    }

    /** Gives at most so many bytes at once, as a network does. */
    private static final class Trickle extends InputStream {
        private final InputStream bytes;
        private final int chunk;

        Trickle(String text, int chunk) {
            this.bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
            this.chunk = chunk;
        }

        @Override
        public int read() throws IOException {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return bytes.read(into, offset, Math.min(length, chunk));
        }

        @Override
        public int available() throws IOException {
            return Math.min(bytes.available(), chunk);
        }
    }
}
