package orderstore.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import orderstore.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How the first operator gets a key. */
@ExtendWith(OutputCaptureExtension.class)
class StartingForTheFirstTimeTest {
    private final TestDatabase database = TestDatabase.migrated();
    private final HikariDataSource pool = database.application(4);
    private final JdbcClient jdbc = JdbcClient.create(pool);

    @TempDir
    private Path folder;

    @AfterEach
    void drop() {
        pool.close();
        database.close();
    }

    @Test
    void an_empty_database_gets_one_operator_key_in_a_file_for_its_owner(CapturedOutput output) throws Exception {
        var file = folder.resolve("new/deep/operator.key");

        start(file);

        var key = Files.readString(file).strip();
        assertThat(key).matches("osk_[A-Za-z0-9_-]{43}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        assertThat(folder.resolve("new/deep").toFile().list()).containsExactly("operator.key");
        assertThat(new ApiKeys(jdbc).find(new KeySecret(key).hash()))
                .isEqualTo(new ApiKey("operator", Set.of(Role.OPERATOR)));
        assertThat(output.getOut().split(Pattern.quote(key), -1)).hasSize(2);
    }

    @Test
    void the_next_start_makes_none(CapturedOutput output) {
        start(folder.resolve("a"));
        start(folder.resolve("b"));

        assertThat(folder.resolve("b")).doesNotExist();
        assertThat(names()).containsExactly("operator");
        assertThat(output.getOut().split("Operator key: ", -1)).hasSize(2);
    }

    @Test
    void nodes_that_start_at_once_make_one_key() throws Exception {
        var go = new CountDownLatch(1);
        var files = List.of(folder.resolve("a"), folder.resolve("b"), folder.resolve("c"));
        try (var nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            var started = files.stream()
                    .map(file -> nodes.submit(() -> {
                        go.await();
                        start(file);
                        return file;
                    }))
                    .toList();
            go.countDown();
            for (var node : started) {
                node.get();
            }
        }

        assertThat(names()).containsExactly("operator");
        var made = files.stream().filter(Files::exists).toList();
        assertThat(made).hasSize(1);
        assertThat(new ApiKeys(jdbc)
                        .find(new KeySecret(Files.readString(made.getFirst()).strip()).hash()))
                .isNotNull();
    }

    @Test
    void a_node_that_is_second_by_a_moment_waits_and_makes_none() throws Exception {
        var file = folder.resolve("operator.key");
        try (var first = new HeldTransaction(database, """
                insert into api_key (name, sha256, roles, created_by)
                values ('operator', sha256('x'), '{operator}', 'first start')
                """)) {
            first.commitWhileWaiting(Executors.callable(() -> start(file)));
        }

        assertThat(file).doesNotExist();
        assertThat(names()).containsExactly("operator");
    }

    @Test
    void a_first_start_that_was_killed_before_its_row_was_there_is_made_good_by_the_next() throws Exception {
        var file = folder.resolve("operator.key");
        start(file);
        var key = Files.readString(file);
        database.execute("delete from api_key");

        start(file);

        assertThat(Files.readString(file)).isEqualTo(key);
        assertThat(new ApiKeys(jdbc).find(new KeySecret(key.strip()).hash())).isNotNull();
    }

    @Test
    void a_file_that_cannot_be_written_ends_the_start_in_one_sentence_and_leaves_no_key() throws Exception {
        var blocked = Files.writeString(folder.resolve("file"), "");

        assertRefused(blocked.resolve("operator.key"), "is in the way|Not a directory");
        assertRefused(Files.createDirectory(folder.resolve("folder")), "not a key file");
        assertRefused(Path.of("/proc/operator.key"), "denied|cannot be made|not permitted");
    }

    @Test
    void a_file_that_others_may_read_or_that_holds_no_key_is_not_taken_over() throws Exception {
        var open = Files.writeString(folder.resolve("open"), KeySecret.random().text());
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        var other = Files.writeString(folder.resolve("other"), "precious");
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));

        assertRefused(open, "others may read");
        assertRefused(other, "holds no key");
        assertRefused(Files.createSymbolicLink(folder.resolve("link"), other), "not a key file");
        assertThat(other).hasContent("precious");
    }

    private void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> start(file))
                .hasMessageStartingWith("The first operator key cannot be kept in " + file)
                .hasMessageMatching("(?s).*(" + why + ").*")
                .message()
                .doesNotContain("Exception", "\n");
        assertThat(names()).isEmpty();
    }

    private void start(Path file) {
        var transactions = new TransactionTemplate(new JdbcTransactionManager(pool));
        new FirstOperatorKey(jdbc, transactions, new OperatorKeySettings(file)).afterSingletonsInstantiated();
    }

    private List<String> names() {
        return jdbc.sql("select name from api_key")
                .query((row, n) -> row.getString(1))
                .list();
    }
}
