package orderstore.eventlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Calls {@code append_events}, or {@code append_runs} if a stream has several events. Either takes the append lock
 * and keeps it until the transaction ends.
 */
final class AppendStatement {

    private static final String EVENTS = "select * from append_events(?, ?, ?, ?, ?, ?)";
    private static final String RUNS = "select * from append_runs(?, ?, ?, ?, ?, ?, ?)";

    private AppendStatement() {}

    /**
     * Appends the events whose version is the next of their stream. A stream has one event here, or a run:
     * successive versions, one directly after the other, of which all are appended or none.
     *
     * @return where each appended event stands, by its index in {@code events}; a refused one is absent
     */
    static Map<Integer, Appended> run(Connection connection, List<NewEvent> events) throws SQLException {
        Integer[] placesInRun = placesInRun(events);
        boolean runs = Arrays.stream(placesInRun).anyMatch(place -> place > 0);
        try (PreparedStatement statement = connection.prepareStatement(runs ? RUNS : EVENTS)) {
            bind(statement, 1, "text", column(events, NewEvent::stream));
            bind(statement, 2, "integer", versions(events));
            bind(statement, 3, "text", column(events, NewEvent::type));
            bind(statement, 4, "text", column(events, NewEvent::payload));
            bind(statement, 5, "text", column(events, NewEvent::metadata));
            bind(statement, 6, "text", column(events, NewEvent::state));
            if (runs) {
                bind(statement, 7, "integer", placesInRun);
            }
            var appended = new HashMap<Integer, Appended>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    appended.put(rows.getInt(1) - 1, new Appended(rows.getLong(2), Rows.instant(rows, 3)));
                }
            }
            return appended;
        }
    }

    private static String[] column(List<NewEvent> events, Function<NewEvent, String> column) {
        return events.stream().map(column).toArray(String[]::new);
    }

    private static Integer[] versions(List<NewEvent> events) {
        return events.stream().map(NewEvent::version).toArray(Integer[]::new);
    }

    /** How many events of the same stream stand directly before each. */
    private static Integer[] placesInRun(List<NewEvent> events) {
        var places = new Integer[events.size()];
        for (int i = 0; i < places.length; i++) {
            boolean goesOn = i > 0 && events.get(i).stream().equals(events.get(i - 1).stream());
            places[i] = goesOn ? places[i - 1] + 1 : 0;
        }
        return places;
    }

    /** The driver sends an array of strings or integers in binary, an array of objects as text to be parsed. */
    private static void bind(PreparedStatement statement, int index, String type, Object[] values) throws SQLException {
        statement.setArray(index, statement.getConnection().createArrayOf(type, values));
    }
}
