package orderstore.api.launch.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A server started by a test, and what tests ask of it. */
record Started(EmbeddedServer server, EmbeddedServer.Access access) implements AutoCloseable {

    static Started on(Path folder) {
        var server = new EmbeddedServer(folder);
        return new Started(server, server.start());
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(access.url(), access.user(), access.password());
    }

    String ask(String query) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    void run(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        server.stop();
    }
}
