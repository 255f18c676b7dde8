package orderstore.eventlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Reads a stream, or a part of it, out of the one partition that has it.
 *
 * <p>The partition's key comes from the head by a scalar subquery, so that PostgreSQL leaves the other
 * partitions unread when it runs the statement.
 */
final class StreamStatement {

    static final String ASCENDING = """
            select position, recorded_at, order_id, version, event_type, payload, metadata
            from (
              select
                *,
                sum(octet_length(payload)) over (order by version) - octet_length(payload) as bytes_before
              from (
                select position, recorded_at, order_id, version, event_type, payload, metadata
                from order_event
                where order_id = ?
                  and opened_on = (select opened_on from order_head where order_id = ?)
                  and version between ? and ?
                order by version
                limit ?
              ) part
            ) measured
            where bytes_before < ?
            order by version
            """;

    private static final String DESCENDING = ASCENDING.replace("order by version", "order by version desc");

    private StreamStatement() {}

    /** The first of the versions {@code from} to {@code to}, both included, or the last if descending. */
    static List<StoredEvent> read(Connection connection, String stream, int from, int to, boolean descending, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(descending ? DESCENDING : ASCENDING)) {
            statement.setString(1, stream);
            statement.setString(2, stream);
            statement.setInt(3, from);
            statement.setInt(4, to);
            statement.setInt(5, limit);
            statement.setInt(6, Rows.MAX_BYTES);
            try (ResultSet rows = statement.executeQuery()) {
                return Rows.events(rows);
            }
        }
    }
}
