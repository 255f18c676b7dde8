package orderstore.eventlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** Streams that retention has taken out of the log, for those who ask for one that has no head. */
public final class PurgedStreams {

    static final String RECEIPTS = """
            select wanted.order_id, t.receipt
            from unnest(?::text[]) wanted (order_id)
            cross join lateral (
              select receipt
              from order_tombstone
              where id_hash = order_id_hash(wanted.order_id)
              limit 1
            ) t
            """;

    private final DataSource database;

    public PurgedStreams(DataSource database) {
        this.database = database;
    }

    /** The receipt of the purge that took a stream; empty if none did. */
    public OptionalLong receipt(String stream) {
        Long receipt = receipts(List.of(stream)).get(stream);
        return receipt == null ? OptionalLong.empty() : OptionalLong.of(receipt);
    }

    /**
     * The same of several, by stream; those that were not purged are absent.
     *
     * @throws LogUnavailableException if the database cannot be read
     */
    public Map<String, Long> receipts(Collection<String> streams) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(RECEIPTS)) {
            statement.setArray(1, connection.createArrayOf("text", streams.toArray(String[]::new)));
            var receipts = new HashMap<String, Long>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    receipts.put(rows.getString(1), rows.getLong(2));
                }
            }
            return receipts;
        } catch (SQLException e) {
            throw new LogUnavailableException("The log could not be read: the database refused or is out of reach.", e);
        }
    }
}
