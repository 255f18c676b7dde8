package orderstore.benchmark.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import orderstore.benchmark.process.Ending;
import orderstore.benchmark.process.ResidentMemory;

/** The fat jar of an application with nothing in it, started as such a jar is started. */
record EmptyApplication(Process process) implements AutoCloseable {

    static EmptyApplication start(int port) throws IOException {
        Path root = Path.of(System.getProperty("orderstore.root", ""))
                .toAbsolutePath()
                .normalize();
        return new EmptyApplication(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        jar(root.resolve("benchmarks/empty-app/target")).toString(),
                        "--server.port=" + port)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    private static Path jar(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("The empty application is not built"));
        }
    }

    double residentMegabytes() throws IOException, InterruptedException {
        return ResidentMemory.megabytes(process.pid());
    }

    @Override
    public void close() {
        Ending.of(process);
    }
}
