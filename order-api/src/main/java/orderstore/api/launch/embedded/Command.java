package orderstore.api.launch.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A program run to its end. */
final class Command {

    /** How it ended. */
    record Outcome(int exitCode, String output) {
        boolean failed() {
            return exitCode != 0;
        }

        /** Where programs name their reason to fail. */
        String lastLine() {
            return output.substring(output.lastIndexOf('\n') + 1);
        }
    }

    private Command() {}

    /**
     * Runs a program on an input and reads what it says on both of its outputs.
     *
     * @throws IOException if it cannot be started, or the input cannot be read
     */
    static Outcome run(Path folder, List<String> command, InputStream input) throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG")); // PGOPTIONS and the like are for clients.
        environment.put("LC_ALL", "C");
        var process = builder.start();
        // On a thread of its own: a program that complains a lot would wait for us to read, and we for it.
        var feeding = CompletableFuture.runAsync(() -> feed(process, input));
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var outcome = new Outcome(exitCode(process), output.strip());
        if (!outcome.failed()) {
            fed(feeding);
        }
        return outcome;
    }

    private static void feed(Process process, InputStream input) {
        try (var target = process.getOutputStream()) {
            input.transferTo(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fed(CompletableFuture<Void> feeding) throws IOException {
        try {
            feeding.join();
        } catch (CompletionException e) {
            throw new IOException("The input was not taken whole: " + e.getCause(), e);
        }
    }

    private static int exitCode(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for " + process.info(), e);
        }
    }
}
