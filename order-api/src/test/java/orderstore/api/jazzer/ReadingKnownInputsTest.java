package orderstore.api.jazzer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What fuzzing begins with, and what it once found, holds in each build. */
class ReadingKnownInputsTest {

    /** The same inputs in each build, so that it fails for what was changed; Jazzer finds more. */
    private static final long SEED = Long.getLong("orderstore.fuzz.seed", 1);

    @ParameterizedTest
    @MethodSource("orderstore.api.jazzer.Target#all")
    void each_is_read_or_refused(Target target) throws Exception {
        assertThat(target.eachInput()).isNotEmpty();
        for (Path input : target.eachInput()) {
            target.read(Files.readAllBytes(input));
        }
    }

    @ParameterizedTest
    @MethodSource("orderstore.api.jazzer.Target#all")
    void so_is_each_with_bytes_that_are_other_ones(Target target) throws Exception {
        var random = new Random(SEED);
        for (Path input : target.eachInput()) {
            for (int i = 0; i < 200; i++) {
                target.read(damaged(input, random));
            }
        }
    }

    private static byte[] damaged(Path input, Random random) throws IOException {
        byte[] bytes = Files.readAllBytes(input);
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
