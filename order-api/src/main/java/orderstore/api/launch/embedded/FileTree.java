package orderstore.api.launch.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A folder with all that is in it. */
final class FileTree {

    private FileTree() {}

    static void delete(Path root) throws IOException {
        if (Files.notExists(root)) {
            return;
        }
        try (var all = Files.walk(root)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
