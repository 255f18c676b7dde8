package orderstore.benchmark.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The product, started by {@code ./orderstore} on a port of its own choice; it ends with this process at the latest. */
public final class Product implements AutoCloseable {

    private static final String ADDRESS = "Listens on";
    private static final String KEY = "Operator key";
    private static final String LAST_LINE = "Stop it with";
    private static final Pattern BEHIND = Pattern.compile("\"lagEvents\":(\\d+)");
    private static final long PATIENCE = Duration.ofMinutes(30).toNanos();
    private static final int PAUSE = 500; // ms

    private final Process process;
    private final Thread whenWeEnd;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile int port;
    private volatile Path keyFile = Path.of("operator.key");

    private Product(Process process) {
        this.process = process;
        this.whenWeEnd = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(whenWeEnd);
    }

    /** On a database of a server of our own, together with what answers without storing. */
    public static Product on(String databaseUrl, Path data) throws Exception {
        Map<String, String> environment = Map.of("ORDERSTORE_CLASS_PATH", baseline());
        return start(
                environment,
                "--port=0",
                "--data=" + data,
                "--database-url=" + databaseUrl,
                "--orderstore.limits.requests-per-second=1000000", // One key asks as fast as it can.
                "--orderstore.limits.burst=1000000",
                "--spring.profiles.active=baseline");
    }

    /** With its embedded PostgreSQL in the given folder. */
    public static Product embedded(Path data, int port) throws Exception {
        return start(Map.of(), "--port=" + port, "--data=" + data);
    }

    private static Product start(Map<String, String> environment, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(root().resolve("orderstore").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        var product = new Product(builder.start());
        // A pipe is read in native code, which would take a carrier away from the virtual threads that measure.
        Thread.ofPlatform().daemon().start(product::readOutput);
        return product;
    }

    private static Path root() {
        return Path.of(System.getProperty("orderstore.root", ""))
                .toAbsolutePath()
                .normalize();
    }

    private static String baseline() throws IOException {
        try (Stream<Path> jars = Files.list(root().resolve("order-api/target/baseline"))) {
            return jars.filter(jar -> jar.toString().endsWith("-baseline.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("The jar with the baseline is not built"))
                    .toString();
        }
    }

    private void readOutput() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String value = line.length() > 16 ? line.substring(16) : "";
                if (line.startsWith(ADDRESS, 2)) {
                    port = Integer.parseInt(value.substring(value.lastIndexOf(':') + 1));
                } else if (line.startsWith(KEY, 2)) {
                    keyFile = Path.of(value);
                } else if (line.startsWith(LAST_LINE, 2)) {
                    ready.complete(null);
                } else if (ready.isDone()) {
                    System.out.println("The product says: " + line);
                }
            }
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
        ready.completeExceptionally(new IllegalStateException("The product ended before it was ready"));
    }

    /** Waits until it says that it is ready. */
    public Product ready() throws InterruptedException, ExecutionException, TimeoutException {
        ready.get(2, TimeUnit.MINUTES);
        return this;
    }

    /**
     * Waits until the read models are where the log ends, so that they do not work while something else is measured.
     *
     * @throws IllegalStateException if they are not, after a time in which they could follow twenty million events
     */
    public void awaitReadModels() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/admin/projections"))
                .header("Authorization", "Bearer " + key())
                .build();
        long end = System.nanoTime() + PATIENCE;
        try (var client = HttpClient.newHttpClient()) {
            while (behind(client.send(request, BodyHandlers.ofString()).body()) > 0) {
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException("The read models do not reach the end of the log");
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    /** By how many events, all read models together. */
    private static long behind(String projections) {
        var lags = BEHIND.matcher(projections).results().toList();
        if (lags.isEmpty()) {
            throw new IllegalStateException("Unexpected: " + projections);
        }
        return lags.stream().mapToLong(lag -> Long.parseLong(lag.group(1))).sum();
    }

    /** Where it listens, once it is ready. */
    public int port() {
        return port;
    }

    /** A key with all roles, once it is ready. */
    public String key() throws IOException {
        return Files.readString(keyFile).strip();
    }

    /** What of the JVM, without PostgreSQL, is in memory. */
    public double residentMegabytes() throws IOException, InterruptedException {
        return ResidentMemory.megabytes(process.pid());
    }

    /** So that what is in use can be told from what was. */
    public void collectGarbage() throws IOException, InterruptedException {
        var command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                "GC.run");
        command.redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }

    @Override
    public void close() {
        Ending.of(process);
        Runtime.getRuntime().removeShutdownHook(whenWeEnd);
    }
}
