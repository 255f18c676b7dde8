package orderstore.eventlog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads events out of result sets that begin with position, recorded_at, order_id, version, event_type, payload,
 * metadata.
 */
final class Rows {

    /** A read is cut where its payload outgrows this, so that large events do not fill the reader's memory. */
    static final int MAX_BYTES = 1 << 20;

    private Rows() {}

    static List<StoredEvent> events(ResultSet rows) throws SQLException {
        var events = new ArrayList<StoredEvent>();
        while (rows.next()) {
            events.add(event(rows));
        }
        return events;
    }

    static StoredEvent event(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getLong(1),
                instant(row, 2),
                row.getString(3),
                row.getInt(4),
                row.getString(5),
                row.getString(6),
                row.getString(7));
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
