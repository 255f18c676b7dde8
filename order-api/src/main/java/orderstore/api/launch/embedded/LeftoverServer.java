package orderstore.api.launch.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The server of a product that was killed: it runs on, since nobody told it to stop.
 *
 * <p>To be asked only under the data folder's lock: then whatever runs on the cluster is left over.
 */
final class LeftoverServer {
    private final Path cluster;
    private final ServerTools tools;

    LeftoverServer(Path cluster, ServerTools tools) {
        this.cluster = cluster;
        this.tools = tools;
    }

    /** Stops it; a process that merely got the old server's number by chance is left alone. */
    boolean stop() throws IOException {
        var pid = ServerPid.of(cluster);
        if (pid.isEmpty()) {
            return false;
        }
        var process = ProcessHandle.of(pid.get());
        if (process.isPresent() && runsOnTheCluster(process.get())) {
            var stop = tools.run("pg_ctl", "--pgdata=" + cluster, "--mode=fast", "--wait", "--timeout=120", "stop");
            if (stop.failed() && process.get().isAlive()) {
                throw new EmbeddedServerRefused(
                        "A PostgreSQL of an earlier start (process %d) still runs on %s and does"
                                        .formatted(pid.get(), cluster)
                                + " not stop: " + stop.lastLine() + ". End it with kill -INT, then start again.");
            }
            return true;
        }
        // PostgreSQL would take any process of ours with this number for a server.
        Files.deleteIfExists(ServerPid.file(cluster));
        return false;
    }

    private boolean runsOnTheCluster(ProcessHandle process) {
        Optional<List<String>> arguments = process.info().arguments().map(List::of);
        return arguments.isPresent() && arguments.get().contains(cluster.toString());
    }
}
