package orderstore.api.launch.embedded;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What the server says, in a file of the data folder; two files at most, of some megabytes each. */
final class ServerLog {
    private static final long FULL = 10 << 20;

    private final Path file;
    private long startedAt;

    ServerLog(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** Marks the place where the coming start begins to speak. */
    void begin() throws IOException {
        if (Files.exists(file) && Files.size(file) > FULL) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), REPLACE_EXISTING);
        }
        startedAt = Files.exists(file) ? Files.size(file) : 0;
    }

    /** The first reason that this start names for its failure, else the one given. */
    String reasonOr(String other) throws IOException {
        if (Files.notExists(file)) {
            return other;
        }
        var bytes = Files.readAllBytes(file);
        var said = new String(Arrays.copyOfRange(bytes, (int) startedAt, bytes.length), StandardCharsets.UTF_8);
        return said.lines()
                .filter(line -> line.matches(".*(FATAL|PANIC): .*"))
                .findFirst()
                .map(line -> line.replaceFirst(".*(FATAL|PANIC): +", ""))
                .orElse(other);
    }
}
