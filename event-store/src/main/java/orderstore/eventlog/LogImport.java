package orderstore.eventlog;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/**
 * Appends whole streams as another log had them: their versions, times and metadata stay, their positions are new. Only
 * to a log in which nothing else was ever appended, since what is imported was recorded before all that is yet to come,
 * but not in the order of its positions.
 */
public final class LogImport {

    private static final String IMPORT = "select import_events(?, ?, ?, ?, ?, ?, ?)";

    /** What {@code import_events} raises when the log has events of its own. */
    private static final String NOT_EMPTY = "OR002";

    private final DataSource database;
    private final LongConsumer committed;

    /** @param committed is told of the last position when streams are durable */
    public LogImport(DataSource database, LongConsumer committed) {
        this.database = database;
        this.committed = committed;
    }

    /**
     * Appends streams that the log does not have, all or none of them.
     *
     * @param streams each from its first event to its last, one or more
     * @param states the folded state of each
     * @return false if the log has events that were not imported; nothing was appended
     * @throws LogUnavailableException if the log did not take them, or nobody knows whether it did: to repeat it is safe,
     *     once it was looked for what is there
     */
    public boolean append(List<List<StoredEvent>> streams, List<String> states) {
        List<StoredEvent> events = streams.stream().flatMap(List::stream).toList();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(IMPORT)) {
            bind(statement, 1, "text", events, StoredEvent::stream);
            bind(statement, 2, "integer", events, StoredEvent::version);
            bind(statement, 3, "text", events, event -> event.recordedAt().toString());
            bind(statement, 4, "text", events, StoredEvent::type);
            bind(statement, 5, "text", events, StoredEvent::payload);
            bind(statement, 6, "text", events, StoredEvent::metadata);
            statement.setArray(7, connection.createArrayOf("text", ofEach(streams, states)));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                committed.accept(row.getLong(1));
            }
            return true;
        } catch (SQLException e) {
            if (NOT_EMPTY.equals(e.getSQLState())) {
                return false;
            }
            throw new LogUnavailableException("The import did not get on: the database refused or is out of reach.", e);
        }
    }

    /** The state of each stream with its last event, nothing with the others. */
    private static Object[] ofEach(List<List<StoredEvent>> streams, List<String> states) {
        var all = new ArrayList<String>();
        for (int i = 0; i < streams.size(); i++) {
            for (int before = 1; before < streams.get(i).size(); before++) {
                all.add("");
            }
            all.add(states.get(i));
        }
        return all.toArray(String[]::new);
    }

    private static void bind(
            PreparedStatement statement,
            int index,
            String type,
            List<StoredEvent> events,
            Function<StoredEvent, Object> column)
            throws SQLException {
        Object[] values = events.stream().map(column).toArray();
        Array array = statement.getConnection().createArrayOf(type, values);
        statement.setArray(index, array);
    }
}
