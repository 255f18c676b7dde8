package orderstore.api.launch.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a product ended, the next start finds what was committed. */
class StartingAgainTest {

    @TempDir
    static Path before;

    @TempDir
    Path folder;

    @BeforeAll
    static void keep_something() throws Exception {
        try (var first = Started.on(before)) {
            first.run("create table kept as select 42 as answer");
        }
    }

    @BeforeEach
    void copy_it() throws Exception {
        var copy = new ProcessBuilder("cp", "-a", before + "/.", folder.toString()).inheritIO();
        assertThat(copy.start().waitFor()).isZero();
    }

    @Test
    void after_a_stop() throws Exception {
        assertThatKeptDataIsThere();
    }

    @Test
    void after_the_product_was_killed_and_its_server_left_running() throws Exception {
        var killed = KilledProduct.starting(System.getProperty("java.class.path"), folder)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var output = new BufferedReader(new InputStreamReader(killed.getInputStream(), StandardCharsets.UTF_8));
        assertThat(output.readLine()).startsWith("orderstore at jdbc:postgresql:");
        killed.destroyForcibly().waitFor();
        var leftover = ServerPid.of(folder.resolve("postgres"))
                .flatMap(ProcessHandle::of)
                .orElseThrow();
        assertThat(leftover.isAlive()).isTrue();

        assertThatKeptDataIsThere();
    }

    @Test
    void after_a_crash_when_another_process_has_got_the_servers_number() throws Exception {
        var ours = Long.toString(ProcessHandle.current().pid());
        Files.writeString(folder.resolve("postgres/postmaster.pid"), ours + "\n" + folder + "/postgres\n");
        assertThatKeptDataIsThere();
    }

    @Test
    void after_a_first_start_that_was_cut_off() throws Exception {
        Files.writeString(
                Files.createDirectory(folder.resolve("postgres.unfinished-1")).resolve("PG_VERSION"), "18");
        Files.move(folder.resolve("postgres"), folder.resolve("elsewhere"));
        try (var again = Started.on(folder)) {
            assertThat(again.ask("select count(*) from pg_tables where tablename = 'kept'"))
                    .isEqualTo("0");
        }
        assertThat(folder.resolve("postgres.unfinished-1")).doesNotExist();
    }

    @Test
    void the_end_of_the_server_is_noticed() throws Exception {
        try (var server = Started.on(folder)) {
            ServerPid.of(folder.resolve("postgres"))
                    .flatMap(ProcessHandle::of)
                    .orElseThrow()
                    .destroyForcibly();
            server.access().ended().get(60, TimeUnit.SECONDS);
        }
        assertThatKeptDataIsThere();
    }

    @Test
    void a_server_that_cannot_start_says_why() throws IOException {
        Files.writeString(folder.resolve("postgres/PG_VERSION"), "12\n");
        assertThatThrownBy(() -> Started.on(folder))
                .isInstanceOf(EmbeddedServerRefused.class)
                .hasMessageContaining("database files are incompatible with server")
                .hasMessageContaining("postgres.log");
    }

    @Test
    void a_lost_password_is_named() throws IOException {
        Files.delete(folder.resolve("orderstore.password"));
        assertThatThrownBy(() -> Started.on(folder))
                .isInstanceOf(EmbeddedServerRefused.class)
                .hasMessageContaining("orderstore.password");
    }

    private void assertThatKeptDataIsThere() throws Exception {
        try (var again = Started.on(folder)) {
            assertThat(again.ask("select answer from kept")).isEqualTo("42");
        }
    }
}
