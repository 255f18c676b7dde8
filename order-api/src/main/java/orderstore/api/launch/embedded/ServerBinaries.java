package orderstore.api.launch.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs: a compressed archive on the class path, unpacked once below the data folder. */
final class ServerBinaries {
    private static final int FIRST_START_MEGABYTES = 200;

    private final URL archive;

    private ServerBinaries(URL archive) {
        this.archive = archive;
    }

    /** Refuses the start where the archive is missing, as it is in a deployable jar. */
    static ServerBinaries onClassPath() {
        var name = "postgres-%s-%s.txz".formatted(system(), machine());
        URL archive = ServerBinaries.class.getResource("/" + name);
        if (archive == null) {
            throw new EmbeddedServerRefused(
                    "No database is named, and the embedded PostgreSQL for this machine (" + name + ") is not on the"
                            + " class path. Name a database with --database-url jdbc:postgresql://host:5432/name,"
                            + " or start with ./orderstore on Linux or macOS.");
        }
        return new ServerBinaries(archive);
    }

    /** The folder with {@code bin/postgres}; unpacks it if this version is not there yet. */
    Path unpackedIn(DataFolder folder) throws IOException {
        var jar = (JarURLConnection) archive.openConnection();
        var all = folder.resolve("postgres-binaries");
        var home = all.resolve(jar.getJarFileURL().getPath().replaceAll(".*/|\\.jar$", ""));
        if (Files.notExists(home)) {
            folder.requireFree(FIRST_START_MEGABYTES, "a first start");
            FileTree.delete(all); // Another version's, or a half of this one.
            unpack(jar.getInputStream(), home);
        }
        return home;
    }

    private static String system() {
        return System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
    }

    private static String machine() {
        return switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "arm_64";
            case String other -> other;
        };
    }

    /** Half an unpacking never carries the final name. */
    private static void unpack(InputStream archive, Path home) throws IOException {
        var half = Files.createDirectories(home.resolveSibling("unfinished"));
        try (archive;
                var tar = Xz.decompress(archive)) {
            var untar = Command.run(half, List.of("tar", "-x", "-o", "-f", "-"), tar);
            if (untar.failed()) {
                throw new IOException("PostgreSQL could not be unpacked: " + untar.lastLine());
            }
        }
        Files.move(half, home);
    }

    /** A class of its own: this one is loaded where the decompressor is not on the class path either. */
    private static final class Xz {
        static InputStream decompress(InputStream archive) throws IOException {
            return new XZInputStream(archive);
        }
    }
}
