package orderstore.api.launch.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The process number in the first line of the file that PostgreSQL keeps while it runs. */
final class ServerPid {

    private ServerPid() {}

    static Path file(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    /** Empty if there is no such file, or none with a number: a crash can leave it empty. */
    static Optional<Long> of(Path cluster) throws IOException {
        try (var lines = Files.lines(file(cluster))) {
            return lines.findFirst().filter(line -> line.matches("[0-9]{1,18}")).map(Long::valueOf);
        } catch (NoSuchFileException notRunning) {
            return Optional.empty();
        }
    }
}
