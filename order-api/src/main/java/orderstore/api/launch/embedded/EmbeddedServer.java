package orderstore.api.launch.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL below a data folder, for one product at a time. It listens on the loopback alone, wants
 * a password, and writes as durably as any server: what is committed outlives a power cut.
 *
 * <p>Thread-safe: a stop waits for the start that is under way.
 */
public final class EmbeddedServer {

    /** How the product's role reaches its database, and when the server has ended, for whatever reason. */
    public record Access(String url, String user, String password, CompletableFuture<?> ended) {
        @Override
        public String toString() {
            return user + " at " + url; // The password belongs into no log.
        }
    }

    private final Path dataFolder;
    private @Nullable DataFolderLock lock;
    private @Nullable Postmaster postmaster;
    private boolean used;

    public EmbeddedServer(Path dataFolder) {
        this.dataFolder = dataFolder;
    }

    /**
     * Starts the server on the data that is there, or on an empty database; once.
     *
     * @throws EmbeddedServerRefused with sentences for the user
     */
    public synchronized Access start() {
        if (used) {
            throw new EmbeddedServerRefused("The embedded PostgreSQL was started or stopped before.");
        }
        used = true;
        var binaries = ServerBinaries.onClassPath();
        var folder = DataFolder.open(dataFolder);
        try {
            lock = DataFolderLock.take(folder);
            folder.requireFree(32, "PostgreSQL");
            var tools = new ServerTools(binaries.unpackedIn(folder), folder);
            var cluster = new Cluster(folder, tools);
            cluster.createIfMissing();
            var port = freePort();
            var started = Postmaster.start(tools, cluster.path(), new ServerLog(folder.resolve("postgres.log")), port);
            postmaster = started;
            return new Access(
                    "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, Cluster.DATABASE),
                    Cluster.ROLE,
                    cluster.password().value(),
                    started.process().onExit());
        } catch (IOException e) {
            throw folder.refused(e);
        }
    }

    /** Stops it and frees the data folder. Does nothing if it does not run. */
    public synchronized void stop() throws IOException {
        used = true;
        if (postmaster != null) {
            postmaster.stop();
        }
        if (lock != null) {
            lock.close();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
