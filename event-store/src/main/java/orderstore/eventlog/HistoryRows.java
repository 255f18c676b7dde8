package orderstore.eventlog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** Heads and, of short streams, all events with them. */
final class HistoryRows {

    /** A history that is not short is a row without an event. */
    static final String SQL = """
            select
              e.position, e.recorded_at, h.order_id, e.version, e.event_type, e.payload, e.metadata,
              h.version, h.held, h.state
            from order_head h
            left join lateral (
              select position, recorded_at, order_id, version, event_type, payload, metadata
              from order_event
              where order_id = h.order_id
                and opened_on = h.opened_on
                and h.version <= ?
              offset 0
            ) e on true
            where h.order_id = any (?)
            order by h.order_id, e.version
            """;

    private HistoryRows() {}

    static Map<String, History> read(ResultSet rows) throws SQLException {
        var histories = new LinkedHashMap<String, History>();
        while (rows.next()) {
            String stream = rows.getString(3);
            History history = histories.get(stream);
            if (history == null) {
                var head = new StoredHead(stream, rows.getInt(8), rows.getBoolean(9), rows.getString(10));
                history = new History(head, new ArrayList<>());
                histories.put(stream, history);
            }
            if (rows.getString(5) != null) {
                history.events().add(Rows.event(rows));
            }
        }
        return histories;
    }
}
