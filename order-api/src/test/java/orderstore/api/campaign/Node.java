package orderstore.api.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The product as a process of its own, started by {@code ./orderstore}, which can be killed and frozen. */
final class Node implements AutoCloseable {

    static final Path LAUNCHER = Path.of("../orderstore"); // Tests run in the folder of their module.

    private final String name;
    private final String databaseUrl;
    private final Path folder;
    private final List<String> settings;
    private int starts;
    private volatile Process process;
    private volatile int port;

    /**
     * Started, and ready to answer. Its output and the operator's key are in the folder.
     *
     * @param settings as the command line takes them
     */
    Node(String name, String databaseUrl, Path folder, List<String> settings) throws IOException {
        this.name = name;
        this.databaseUrl = databaseUrl;
        this.folder = folder;
        this.settings = settings;
        this.process = start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
        awaitReady();
    }

    private Process start() throws IOException {
        starts++;
        var command = new ArrayList<>(List.of(
                LAUNCHER.toString(),
                "--port=0",
                "--database-url=" + databaseUrl,
                "--orderstore.operator-key-file=" + keyFile(),
                "--orderstore.log.risk-losing-acknowledged-changes=true", // Test servers do not sync.
                "--orderstore.projections.segments=4",
                "--orderstore.projections.claim=3s"));
        command.addAll(settings);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output().toFile())
                .start();
    }

    private Path output() {
        return folder.resolve(name + "-" + starts + ".log");
    }

    private Path keyFile() {
        return folder.resolve("operator.key");
    }

    private void awaitReady() {
        Waiting.until(name + " is ready, see " + output(), Duration.ofMinutes(3), () -> {
            if (!process.isAlive()) {
                throw new AssertionError(name + " ended before it was ready, see " + output());
            }
            List<String> said = Files.readAllLines(output());
            said.stream()
                    .filter(line -> line.startsWith("  Listens on"))
                    .forEach(line -> port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)));
            return said.stream().anyMatch(line -> line.startsWith("  Stop it with"));
        });
    }

    int port() {
        return port;
    }

    String key() throws IOException {
        return Files.readString(keyFile()).strip();
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    void restart() throws IOException {
        process = start();
        awaitReady();
    }

    /** It stands still, with whatever it has begun, until it is thawed. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        int failed = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (failed != 0) {
            throw new AssertionError(name + " could not be sent SIG" + signal);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        kill();
    }
}
