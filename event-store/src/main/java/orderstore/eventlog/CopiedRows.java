package orderstore.eventlog;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows that the server sends by COPY. It goes on with the next ones while these are looked at; with a cursor one of the
 * two always waits. Nothing else can be asked on the connection before this is closed.
 */
public final class CopiedRows implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(CopiedRows.class);

    private final PGConnection server;
    private final CopyOut copy;
    private final CopiedRow row;
    private boolean first = true;

    /** @param query without parameters, of so many columns */
    public CopiedRows(Connection connection, String query, int columns) throws SQLException {
        this.server = connection.unwrap(PGConnection.class);
        this.copy = server.getCopyAPI().copyOut("copy (" + query + ") to stdout (format binary)");
        this.row = new CopiedRow(columns);
    }

    /** The next row, which is there until the next one is asked for; null if there is none. */
    public @Nullable CopiedRow next() throws SQLException {
        for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
            boolean holdsOne = row.read(message, first);
            first = false;
            if (holdsOne) {
                return row;
            }
        }
        return null;
    }

    /** If rows are left, the server is told to stop, and what it has sent is passed over. */
    @Override
    public void close() {
        try {
            if (copy.isActive()) {
                server.cancelQuery();
            }
        } catch (SQLException unheard) {
            LOGGER.debug("The server goes on with rows that nobody wants: {}", unheard.getMessage());
        }
        try {
            while (copy.isActive()) {
                copy.readFromCopy();
            }
        } catch (SQLException stopped) {
            LOGGER.debug("Not all rows were read: {}", stopped.getMessage());
        }
    }
}
