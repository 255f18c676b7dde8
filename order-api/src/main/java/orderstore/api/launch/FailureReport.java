package orderstore.api.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stack trace of a failed start, for whoever mends it: in the data folder, else in the temporary one. */
final class FailureReport {
    private static final Logger LOG = LoggerFactory.getLogger(FailureReport.class);
    private static final String FILE = "start-failure.log";

    private FailureReport() {}

    /** The file that was written; empty if there is room for it nowhere. */
    static Optional<Path> write(Throwable failure, Path dataFolder) {
        for (var folder : List.of(dataFolder, Path.of(System.getProperty("java.io.tmpdir")))) {
            try {
                return Optional.of(
                        writeTo(folder.equals(dataFolder) ? folder.resolve(FILE) : temporary(folder), failure));
            } catch (IOException e) {
                LOG.debug("No report can be written to {}", folder, e);
            }
        }
        return Optional.empty();
    }

    /** A name of its own: in a folder of everybody a fixed one may be somebody else's link. */
    private static Path temporary(Path folder) throws IOException {
        return Files.createTempFile(folder, "orderstore-", "-" + FILE);
    }

    private static Path writeTo(Path file, Throwable failure) throws IOException {
        try (var writer = new PrintWriter(Files.newBufferedWriter(file))) {
            writer.println(Instant.now());
            failure.printStackTrace(writer);
        }
        return file;
    }
}
