package orderstore.clients;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The product as it was built, started on a free port and an empty database of its own, as {@code ./orderstore} does. */
final class RunningProduct implements AutoCloseable {

    private static final long DEADLINE = TimeUnit.MINUTES.toNanos(5);

    private final Path folder;
    private final Process process;
    private final String url;

    RunningProduct(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        Path jar = Path.of(System.getProperty("orderstore.product"));
        if (!Files.exists(jar)) {
            throw new AssertionError("There is no " + jar + ": build it with mvn verify -Pclients.");
        }
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath(jar),
                        "org.springframework.boot.loader.launch.JarLauncher",
                        "--port=0",
                        "--data=" + folder.resolve("data"))
                .redirectErrorStream(true)
                .redirectOutput(output().toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        url = awaitUrl();
    }

    private static String classPath(Path jar) throws IOException {
        Path embedded = Objects.requireNonNull(jar.getParent()).resolve("embedded");
        try (Stream<Path> server = Files.list(embedded)) {
            return Stream.concat(Stream.of(jar), server)
                    .map(Path::toString)
                    .reduce((a, b) -> a + File.pathSeparator + b)
                    .orElseThrow();
        }
    }

    private String awaitUrl() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < DEADLINE && !process.waitFor(100, TimeUnit.MILLISECONDS)) {
            List<String> said = Files.readAllLines(output());
            if (said.stream().anyMatch(line -> line.startsWith("  Stop it with"))) {
                return said.stream()
                        .filter(line -> line.startsWith("  Listens on"))
                        .map(line -> line.substring(line.indexOf("http")))
                        .findFirst()
                        .orElseThrow();
            }
        }
        throw new AssertionError("The product is not ready; it said:\n" + Files.readString(output()));
    }

    private Path output() {
        return folder.resolve("product.log");
    }

    String url() {
        return url;
    }

    String operatorKey() throws IOException {
        return Files.readString(folder.resolve("data/operator.key")).strip();
    }

    /** Runs a program to its end and gives what it printed. */
    static String run(Path folder, String... command) throws IOException, InterruptedException {
        Process program = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(program.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (program.waitFor() != 0) {
            throw new AssertionError(Arrays.toString(command) + " failed:\n" + printed);
        }
        return printed;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
