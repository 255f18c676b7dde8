package orderstore.api.campaign;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What went as the archives tell it, read as an operator reads them, for SQL to compare. */
final class Archives {

    private static final String TABLES = """
            drop table if exists campaign_archive, campaign_archived;
            create table campaign_archive (name text primary key, sha256 bytea not null);
            create table campaign_archived (name text not null, line jsonb not null);
            """;

    private final Path folder;

    /** @param folder that all nodes write into */
    Archives(Path folder) {
        this.folder = folder;
    }

    /** Reads all of them, into {@code campaign_archive} and {@code campaign_archived}. */
    void show(JdbcClient database) throws IOException, InterruptedException {
        database.sql(TABLES).update();
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".zst")).toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            database.sql("insert into campaign_archive values (?, ?)")
                    .params(name, sha256(file))
                    .update();
            database.sql("insert into campaign_archived select ?, line::jsonb from unnest(?::text[]) line")
                    .params(name, lines(file).toArray(String[]::new))
                    .update();
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    private static List<String> lines(Path file) throws IOException, InterruptedException {
        Path printed = Files.createTempFile("archive", ".ndjson");
        try {
            int failed = new ProcessBuilder(Node.LAUNCHER.toString(), "archive", "read", file.toString())
                    .redirectOutput(printed.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start()
                    .waitFor();
            if (failed != 0) {
                throw new AssertionError(file + " cannot be read");
            }
            return Files.readAllLines(printed);
        } finally {
            Files.delete(printed);
        }
    }

    private static byte[] sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Each Java has it.
        }
    }
}
