package orderstore.api.jazzer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gives each target to Jazzer, in a process of its own, for {@code -Dorderstore.jazzer.seconds=}. What it found is in
 * {@code target/jazzer}, with the corpus, from which the next run goes on.
 */
@Tag("jazzer")
class FuzzingEveryParserTest {

    private static final int SECONDS = Integer.getInteger("orderstore.jazzer.seconds", 30);

    /** In seconds: no input takes so long, on however slow a machine. */
    private static final int LONGEST = 60;

    /** As much of a header as the server takes, and enough for a document. */
    private static final int MAX_LENGTH = 8_192;

    private static final int TOLD = 60;

    @ParameterizedTest
    @MethodSource("orderstore.api.jazzer.Target#all")
    @Timeout(value = 1, unit = TimeUnit.DAYS) // It ends by itself.
    void nothing_that_is_read_breaks_its_reader(Target target) throws Exception {
        Path folder = Path.of("target", "jazzer", target.toString());
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        Path output = folder.resolve("output.log");

        int exit = new ProcessBuilder(command(target, folder, corpus))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();

        assertThat(exit)
                .as("%s is not satisfied; the input is in %s. All of it is in %s, which ends:%n%s"
                        .formatted(target, folder, output, end(output)))
                .isZero();
        System.out.println(target + ": " + figures(output));
    }

    private static List<String> command(Target target, Path folder, Path corpus) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.type().getName(),
                "--instrumentation_includes=orderstore.**:tools.jackson.core.**:org.yaml.snakeyaml.**",
                // To hook every class that is loaded would take longer than the fuzzing.
                "--custom_hook_includes=orderstore.**:java.util.regex.**",
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-max_total_time=" + SECONDS,
                "-timeout=" + LONGEST,
                "-max_len=" + MAX_LENGTH,
                "-print_final_stats=1",
                corpus.toString(),
                target.inputs().toString());
    }

    private static String end(Path output) throws IOException {
        List<String> lines = Files.readAllLines(output);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TOLD), lines.size()));
    }

    /** How many inputs there were, and how much of the code they reached. */
    private static String figures(Path output) throws IOException {
        return Files.readAllLines(output).stream()
                .filter(line -> line.startsWith("#") && line.contains("DONE"))
                .findFirst()
                .orElse("no figures");
    }
}
