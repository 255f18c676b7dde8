package orderstore.api.launch.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that will not do is refused before anything is put into it. */
class NamingABadDataFolderTest {

    @TempDir
    Path parent;

    @Test
    void a_file() throws IOException {
        refuses(Files.createFile(parent.resolve("file")), "it is not a folder");
    }

    @Test
    void a_folder_below_a_file() throws IOException {
        refuses(Files.createFile(parent.resolve("file")).resolve("data"), "file");
    }

    @Test
    void a_name_that_a_shell_would_read() {
        refuses(parent.resolve("a$b"), "its name contains one of");
        assertThat(DataFolder.open(parent.resolve("it's (a) folder ü"))).isNotNull();
    }

    @Test
    void a_folder_of_somebody_else() throws IOException {
        var folder = Path.of("/"); // Root's, unless we are root.
        if (Files.getAttribute(parent, "unix:uid").equals(0)) {
            folder = Files.createDirectory(parent.resolve("theirs"));
            Files.setAttribute(folder, "unix:uid", 65534);
        }
        refuses(folder, "it belongs to");
    }

    @Test
    void too_little_room() {
        var folder = DataFolder.open(parent);
        assertThatThrownBy(() -> folder.requireFree(Long.MAX_VALUE, "a first start"))
                .isInstanceOf(EmbeddedServerRefused.class)
                .hasMessageContaining("is full: a first start needs");
    }

    private static void refuses(Path folder, String why) {
        assertThatThrownBy(() -> Started.on(folder))
                .isInstanceOf(EmbeddedServerRefused.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(why)
                .hasMessageContaining("--data");
    }
}
