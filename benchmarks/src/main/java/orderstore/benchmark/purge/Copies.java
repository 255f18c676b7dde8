package orderstore.benchmark.purge;

import java.sql.SQLException;
import orderstore.benchmark.Server;

/** Databases that are all the same, one after the other. */
final class Copies {

    private final Server server;
    private final String of;
    private int made;

    Copies(Server server, String of) {
        this.server = server;
        this.of = of;
    }

    /** The URL of the next one, all of which is on disk. */
    String next() throws SQLException {
        made++;
        String url = server.copied(of, name());
        Server.execute(url, "checkpoint");
        return url;
    }

    private String name() {
        return of + "_" + made;
    }

    /** Drops the last one, which nobody must be connected to. */
    void drop() throws SQLException {
        server.drop(name());
    }
}
