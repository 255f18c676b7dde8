package orderstore.api.launch.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** The server's files: made whole, with the product's role and database, or not at all. */
final class Cluster {
    static final String ROLE = "orderstore";
    static final String DATABASE = "orderstore";

    private static final int NEW_MEGABYTES = 120;
    private static final String SUPERUSER = "postgres";

    private final DataFolder folder;
    private final ServerTools tools;

    Cluster(DataFolder folder, ServerTools tools) {
        this.folder = folder;
        this.tools = tools;
    }

    Path path() {
        return folder.resolve("postgres");
    }

    Password password() throws IOException {
        return Password.keptIn(folder.resolve("orderstore.password"));
    }

    void createIfMissing() throws IOException {
        if (Files.exists(path())) {
            requirePassword();
            return;
        }
        folder.requireFree(NEW_MEGABYTES, "a new database");
        try (var halves = Files.newDirectoryStream(folder.resolve(""), "postgres.unfinished-*")) {
            for (var half : halves) {
                FileTree.delete(half);
            }
        }
        // Named after us: an initdb that outlived its product may still write into another half.
        var half =
                folder.resolve("postgres.unfinished-" + ProcessHandle.current().pid());
        initialise(half);
        createDatabase(half);
        Files.move(half, path());
    }

    private void requirePassword() {
        var file = folder.resolve("orderstore.password");
        if (Files.notExists(file)) {
            throw new EmbeddedServerRefused(
                    "The database in %s is there, but its password file %s is not.".formatted(path(), file)
                            + " Put the file back, from a backup if need be.");
        }
    }

    private void initialise(Path half) throws IOException {
        var superuser = Password.keptIn(folder.resolve("postgres.password"));
        var initdb = tools.run(
                "initdb",
                "--pgdata=" + half,
                "--username=" + SUPERUSER,
                "--auth=scram-sha-256",
                "--pwfile=" + superuser.file(),
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--set=max_connections=60",
                "--set=timezone=UTC",
                "--set=log_timezone=UTC",
                "--set=log_checkpoints=off");
        if (initdb.failed()) {
            throw new IOException("a new database could not be made: " + reason(initdb, "initdb: error: "));
        }
    }

    /** Without a network and without a log: the new password is seen by nobody. */
    private void createDatabase(Path half) throws IOException {
        var sql = """
                create role %s login createrole password '%s'
                create database %s owner %s template template0 encoding 'UTF8'
                """.formatted(ROLE, password().value(), DATABASE, ROLE);
        var single = tools.runOn(
                sql, "postgres", "--single", "-D", half.toString(), "-c", "log_min_error_statement=panic", "template1");
        var wrong = Set.of("ERROR:  ", "FATAL:  ", "PANIC:  ");
        if (single.failed() || wrong.stream().anyMatch(single.output()::contains)) {
            throw new IOException("a new database could not be made: "
                    + single.output()
                            .lines()
                            .filter(line -> wrong.stream().anyMatch(line::contains))
                            .collect(Collectors.joining("; ")));
        }
    }

    private static String reason(Command.Outcome outcome, String prefix) {
        return outcome.output()
                .lines()
                .filter(line -> line.contains(prefix) || line.contains("FATAL:  ") || line.contains("PANIC:  "))
                .findFirst()
                .orElseGet(outcome::lastLine);
    }
}
