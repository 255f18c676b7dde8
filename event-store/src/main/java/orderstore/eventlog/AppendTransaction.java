package orderstore.eventlog;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction of the log, and what became of it if its answer was lost.
 *
 * <p>Each begins with the append lock, an advisory lock of the transaction. Positions are therefore given in the
 * order of the COMMITs, and no reader can be overtaken by a row that commits late.
 */
final class AppendTransaction {

    private static final Logger LOGGER = LoggerFactory.getLogger(AppendTransaction.class);

    /** The log's name among the advisory locks of its database: "orderlog" in ASCII. */
    static final long LOCK = 0x6f726465726c6f67L;

    /** Locks and statements that took too long, transactions that must be done again, and what is not allowed. */
    private static final String ALWAYS_AN_ERROR = "55P03|57014|40.*|42.*";

    private final DataSource database;

    AppendTransaction(DataSource database) {
        this.database = database;
    }

    /**
     * Appends events and runs of different streams, each for itself, with one COMMIT.
     *
     * @return where each stands, by its index; one whose version is not its stream's next is absent
     * @throws LogUnavailableException if the database did not take them; nothing was appended
     * @throws RejectedDataException if it finds fault with one of them; nothing was appended
     * @throws AppendOutcomeUnknownException if nobody can say whether it did
     */
    Map<Integer, Appended> append(List<NewEvent> events) {
        Connection connection = open();
        SQLException failure;
        try {
            return AppendStatement.run(connection, events); // The whole transaction.
        } catch (SQLException e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            breakOff(connection); // Of its answer a part may be unread.
            throw e;
        } finally {
            close(connection); // Before another is needed.
        }
        if (isRejected(failure) || isUndone(failure)) {
            throw refused(failure);
        }
        return lookUp(events, failure);
    }

    /** Nothing can have been appended if there was no connection to do it with. */
    private Connection open() {
        try {
            return database.getConnection();
        } catch (SQLException e) {
            throw new LogUnavailableException("Nothing was appended: the database cannot be reached.", e);
        }
    }

    /** So that nobody gets it from its pool again, which sees that it failed. */
    private static void breakOff(Connection connection) {
        try {
            connection.abort(Runnable::run);
            connection.rollback();
        } catch (SQLException e) {
            LOGGER.debug("A connection was broken off", e);
        }
    }

    /** What was committed stays so, whatever becomes of the connection. */
    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOGGER.debug("A connection could not be closed", e);
        }
    }

    /**
     * Tells what became of a transaction whose answer was lost. The lock comes first: the lost transaction held it, so
     * whoever gets it knows that that transaction has ended, and need not keep it. If it was committed, at least one event
     * is there, and those that are not were refused. If none is there, a server that said so has ended the session; but
     * what broke without a word of the server may still be on its way to it.
     */
    private Map<Integer, Appended> lookUp(List<NewEvent> events, SQLException failure) {
        Map<Integer, Appended> found;
        try (Connection connection = database.getConnection()) {
            awaitLock(connection);
            found = StoredStatement.run(connection, events);
        } catch (SQLException e) {
            throw new AppendOutcomeUnknownException(e);
        }
        if (!found.isEmpty()) {
            return found;
        }
        throw told(failure) == null || state(failure).startsWith("08") // A pooler says that of a server it has lost.
                ? new AppendOutcomeUnknownException(failure)
                : new LogUnavailableException("Nothing was appended: the session with the database broke.", failure);
    }

    /** A transaction of its own, which lets the lock go at once: others append while this one reads. */
    private static void awaitLock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
        }
    }

    private static RuntimeException refused(SQLException e) {
        if (state(e).startsWith("22")) {
            return new RejectedDataException(e);
        }
        var refused = new LogUnavailableException("Nothing was appended: the database refused.", e);
        return isRejected(e) ? new RejectedDataException(refused) : refused;
    }

    /** Because of what was to be written: its data (class 22), or a constraint, such as that there is a partition. */
    private static boolean isRejected(SQLException e) {
        return state(e).startsWith("22") || state(e).startsWith("23");
    }

    /**
     * Whether the server said that it undid the transaction, as it does with an ERROR. FATAL and PANIC may come when the
     * COMMIT is in its log already, and so may what goes wrong with connections, sessions, files and itself: classes 08,
     * 57P, 58 and XX of PostgreSQL, appendix A. The server tells the severity in its own language, so that in another than
     * English some errors are looked up that need not be; not those that the look-up would meet as well.
     */
    private static boolean isUndone(SQLException e) {
        ServerErrorMessage told = told(e);
        if (told == null || state(e).matches("(08|57P|58|XX).*")) {
            return false;
        }
        return "ERROR".equals(told.getSeverity()) || state(e).matches(ALWAYS_AN_ERROR);
    }

    /** What the server said; nothing if it is the driver that says that it heard nothing. */
    private static @Nullable ServerErrorMessage told(SQLException e) {
        return e instanceof PSQLException refusal ? refusal.getServerErrorMessage() : null;
    }

    private static String state(SQLException e) {
        return String.valueOf(e.getSQLState());
    }
}
