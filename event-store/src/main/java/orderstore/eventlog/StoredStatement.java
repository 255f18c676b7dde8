package orderstore.eventlog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds which of some events are stored, just as they were to be. */
final class StoredStatement {

    /** The limits say that there is one, so that each is looked up by its key, whatever is known of the tables. */
    static final String SQL = """
            select
              e.position, e.recorded_at, e.order_id, e.version, e.event_type, e.payload, e.metadata,
              wanted.place
            from unnest(?::text[], ?::integer[]) with ordinality wanted (order_id, version, place)
            cross join lateral (
              select opened_on
              from order_head
              where order_id = wanted.order_id
              limit 1
            ) h
            cross join lateral (
              select *
              from order_event
              where order_id = wanted.order_id
                and version = wanted.version
                and opened_on = h.opened_on
              limit 1
            ) e
            """;

    private StoredStatement() {}

    /** Tells where each stands that is there, by its index in {@code events}. */
    static Map<Integer, Appended> run(Connection connection, List<NewEvent> events) throws SQLException {
        var places = new HashMap<Integer, Appended>();
        Sql.list(connection, SQL, StoredStatement::found, streams(events), versions(events)).stream()
                .filter(found -> events.get(found.index()).isStoredAs(found.event()))
                .forEach(found -> places.put(found.index(), found.place()));
        return places;
    }

    private record Found(int index, StoredEvent event) {
        Appended place() {
            return new Appended(event.position(), event.recordedAt());
        }
    }

    private static Found found(ResultSet row) throws SQLException {
        return new Found(row.getInt(8) - 1, Rows.event(row));
    }

    private static String[] streams(List<NewEvent> events) {
        return events.stream().map(NewEvent::stream).toArray(String[]::new);
    }

    private static Integer[] versions(List<NewEvent> events) {
        return events.stream().map(NewEvent::version).toArray(Integer[]::new);
    }
}
