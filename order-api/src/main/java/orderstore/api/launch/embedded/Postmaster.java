package orderstore.api.launch.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** A running server, started and stopped by pg_ctl in a session of its own: Ctrl-C reaches us alone. */
record Postmaster(ServerTools tools, Path cluster, ProcessHandle process) {

    /**
     * Starts it and waits until it takes connections.
     *
     * @throws EmbeddedServerRefused with the reason that the server gave
     */
    static Postmaster start(ServerTools tools, Path cluster, ServerLog log, int port) throws IOException {
        var leftover = new LeftoverServer(cluster, tools);
        leftover.stop();
        log.begin();
        var start = pgCtlStart(tools, cluster, log, port);
        if (start.failed() && leftover.stop()) { // The killed product had only just begun to start it.
            start = pgCtlStart(tools, cluster, log, port);
        }
        if (start.failed()) {
            throw new EmbeddedServerRefused("The embedded PostgreSQL does not start on %s: %s. Its log is %s."
                    .formatted(cluster, log.reasonOr(start.lastLine()), log.file()));
        }
        var process = ServerPid.of(cluster).flatMap(ProcessHandle::of);
        return new Postmaster(
                tools,
                cluster,
                process.orElseThrow(() -> new IOException("the embedded PostgreSQL ended right after its start")));
    }

    /** Open transactions are rolled back; does nothing if it has ended already. */
    void stop() throws IOException {
        if (process.isAlive()) {
            var stop = tools.run("pg_ctl", "--pgdata=" + cluster, "--mode=fast", "--wait", "--timeout=60", "stop");
            if (stop.failed() && process.isAlive()) {
                throw new IOException("The embedded PostgreSQL does not stop: " + stop.lastLine());
            }
        }
    }

    private static Command.Outcome pgCtlStart(ServerTools tools, Path cluster, ServerLog log, int port)
            throws IOException {
        var settings = """
                -p %d \
                -c listen_addresses=127.0.0.1 \
                -c unix_socket_directories= \
                -c fsync=on \
                -c synchronous_commit=on \
                -c full_page_writes=on""".formatted(port);
        return tools.run(
                "pg_ctl",
                "--pgdata=" + cluster,
                "--log=" + log.file(),
                "--options=" + settings,
                "--wait",
                "--timeout=600", // After a crash it first reads its write-ahead log.
                "start");
    }
}
