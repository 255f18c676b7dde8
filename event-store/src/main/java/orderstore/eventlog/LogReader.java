package orderstore.eventlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;

/**
 * Reads the log: by position, by stream, and the heads. Each method is one statement and sees all that was
 * committed when it was called.
 *
 * <p>All methods throw {@link LogUnavailableException} if the database cannot be read.
 */
public final class LogReader {

    /** A stream of at most so many events is short: many of them may be in memory together. */
    public static final int SHORT = 10;

    static final String AFTER_POSITION = """
            select position, recorded_at, order_id, version, event_type, payload, metadata
            from (
              select
                *,
                sum(octet_length(payload)) over (order by position) - octet_length(payload) as bytes_before
              from (
                select position, recorded_at, order_id, version, event_type, payload, metadata
                from order_event
                where position > ?
                order by position
                limit ?
              ) part
            ) measured
            where bytes_before < ?
            order by position
            """;

    static final String HEADS = """
            select order_id, version, held, state
            from order_head
            where order_id = any (?)
            """;

    /** The limit says that there is one, so that PostgreSQL looks it up by its key, whatever it knows of the tables. */
    static final String HEADS_WITH_LAST = """
            select
              e.position, e.recorded_at, e.order_id, e.version, e.event_type, e.payload, e.metadata,
              h.held, h.state
            from order_head h
            cross join lateral (
              select *
              from order_event
              where order_id = h.order_id
                and version = h.version
                and opened_on = h.opened_on
              limit 1
            ) e
            where h.order_id = any (?)
            """;

    /** By {@code offset 0} each stream is read for itself; a plain join may merge the streams with all partitions. */
    static final String STREAMS = """
            select e.position, e.recorded_at, e.order_id, e.version, e.event_type, e.payload, e.metadata
            from order_head h
            cross join lateral (
              select position, recorded_at, order_id, version, event_type, payload, metadata
              from order_event
              where order_id = h.order_id
                and opened_on = h.opened_on
              offset 0
            ) e
            where h.order_id = any (?)
            order by e.order_id, e.version
            """;

    static final String EVENTS = """
            select e.position, e.recorded_at, e.order_id, e.version, e.event_type, e.payload, e.metadata
            from unnest(?::text[], ?::integer[]) wanted (order_id, version)
            join order_head h on h.order_id = wanted.order_id
            join order_event e on e.order_id = h.order_id and e.opened_on = h.opened_on and e.version = wanted.version
            """;

    private static final String STATES = """
            select order_id, state
            from order_head
            where order_id = any (?)
            """;

    private static final String OF_TYPE = """
            select e.position, e.recorded_at, e.order_id, e.version, e.event_type, e.payload, e.metadata
            from order_head h
            join order_event e on e.order_id = h.order_id and e.opened_on = h.opened_on
            where h.order_id = any (?)
              and e.event_type = ?::order_event_type
            order by e.position
            """;

    /** Not before the floor: who begins there must never be handed what some node may still have in memory. */
    private static final String LAST_POSITION = """
            select greatest(floor.position, (select position from order_event order by position desc limit 1))
            from order_log_floor floor
            """;

    private static final String POSITION_BEFORE = """
            select position
            from order_event
            where recorded_at < ?
            order by position desc
            limit 1
            """;

    private static final int HEADS_AT_ONCE = 500;
    private static final int HISTORIES_AT_ONCE = 32;
    private static final int SPARE_LANES = 2;

    private final DataSource database;
    private final Semaphore spareLanes = new Semaphore(SPARE_LANES);
    private final SharedReads<StoredHead> heads =
            new SharedReads<>(HEADS_AT_ONCE, SharedReads.Times.USUAL, spareLanes, this::heads);
    private final SharedReads<HeadWithLast> headsWithLast =
            new SharedReads<>(HEADS_AT_ONCE, SharedReads.Times.USUAL, spareLanes, this::headsWithLast);
    private final SharedReads<History> histories =
            new SharedReads<>(HISTORIES_AT_ONCE, SharedReads.Times.USUAL, spareLanes, this::histories);

    public LogReader(DataSource database) {
        this.database = database;
    }

    /**
     * The next events after {@code position} in the log's total order.
     *
     * @param limit how many at most; fewer come if they are large, none only at the end of the log
     */
    public List<StoredEvent> after(long position, int limit) {
        return query(AFTER_POSITION, Rows::events, position, limit, Rows.MAX_BYTES);
    }

    /** The highest position that was ever purged, 0 if none was: who is below it may have missed what is gone. */
    public long floor() {
        return query("select position from order_log_floor", LogReader::position);
    }

    /** How many times something was purged. */
    public long purges() {
        return query("select count(*) from retention_receipt_part", LogReader::position);
    }

    /** The position of the last event, also if it was purged; 0 if there never was one. */
    public long lastPosition() {
        return query(LAST_POSITION, LogReader::position);
    }

    /** The position of the last event recorded before {@code time}, 0 if there is none. */
    long lastPositionBefore(Instant time) {
        return query(POSITION_BEFORE, LogReader::position, time.atOffset(ZoneOffset.UTC));
    }

    /** The head of a stream, or empty if the log has no event of it. */
    public Optional<StoredHead> head(String stream) {
        return heads.read(stream);
    }

    /** The head of a stream with its last event, or empty if the log has no event of it. */
    public Optional<HeadWithLast> headWithLast(String stream) {
        return headsWithLast.read(stream);
    }

    /** The heads of those streams that the log has events of, by stream. */
    public Map<String, StoredHead> heads(Collection<String> streams) {
        return query(HEADS, LogReader::heads, (Object) streams.toArray(String[]::new));
    }

    private static Map<String, StoredHead> heads(ResultSet rows) throws SQLException {
        var heads = new HashMap<String, StoredHead>();
        while (rows.next()) {
            String stream = rows.getString(1);
            heads.put(stream, new StoredHead(stream, rows.getInt(2), rows.getBoolean(3), rows.getString(4)));
        }
        return heads;
    }

    private Map<String, HeadWithLast> headsWithLast(Collection<String> streams) {
        return query(HEADS_WITH_LAST, LogReader::headsWithLast, (Object) streams.toArray(String[]::new));
    }

    private static Map<String, HeadWithLast> headsWithLast(ResultSet rows) throws SQLException {
        var heads = new HashMap<String, HeadWithLast>();
        while (rows.next()) {
            StoredEvent last = Rows.event(rows);
            var head = new StoredHead(last.stream(), last.version(), rows.getBoolean(8), rows.getString(9));
            heads.put(last.stream(), new HeadWithLast(head, last));
        }
        return heads;
    }

    /** The folded states of those streams that the log has events of, by stream. */
    public Map<String, String> states(Collection<String> streams) {
        return query(STATES, LogReader::states, (Object) streams.toArray(String[]::new));
    }

    private static Map<String, String> states(ResultSet rows) throws SQLException {
        var states = new HashMap<String, String>();
        while (rows.next()) {
            states.put(rows.getString(1), rows.getString(2));
        }
        return states;
    }

    /** All events of some streams, each stream's in the order of versions. Meant for short streams. */
    public List<StoredEvent> streams(Collection<String> streams) {
        return query(STREAMS, Rows::events, (Object) streams.toArray(String[]::new));
    }

    /** The head of a stream and, if it is {@link #SHORT}, all its events; empty if the log has no event of it. */
    public Optional<History> history(String stream) {
        return histories.read(stream);
    }

    private Map<String, History> histories(Collection<String> streams) {
        return query(HistoryRows.SQL, HistoryRows::read, SHORT, streams.toArray(String[]::new));
    }

    /** Of each stream the event of one version, if there is one; in any order. */
    public List<StoredEvent> events(List<String> streams, List<Integer> versions) {
        return query(EVENTS, Rows::events, streams.toArray(String[]::new), versions.toArray(Integer[]::new));
    }

    /** All events of one type, as {@code order.status-corrected.v1}, of some streams, in order of position. */
    public List<StoredEvent> ofType(String type, Collection<String> streams) {
        return query(OF_TYPE, Rows::events, streams.toArray(String[]::new), type);
    }

    /**
     * A part of a stream, in the order of versions.
     *
     * @param from the lowest version wanted, from 1
     * @param to the highest version wanted
     * @param descending whether the highest version comes first
     * @param limit how many at most, counted from where it begins; fewer come if they are large, none only if there is none
     */
    public List<StoredEvent> stream(String stream, int from, int to, boolean descending, int limit) {
        return call(connection -> StreamStatement.read(connection, stream, from, to, descending, limit));
    }

    private static long position(ResultSet row) throws SQLException {
        return row.next() ? row.getLong(1) : 0;
    }

    private <T> T query(String sql, Reading<ResultSet, T> reading, Object... parameters) {
        return call(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < parameters.length; i++) {
                    statement.setObject(i + 1, parameters[i]);
                }
                try (ResultSet rows = statement.executeQuery()) {
                    return reading.read(rows);
                }
            }
        });
    }

    private <T> T call(Reading<Connection, T> reading) {
        try (Connection connection = database.getConnection()) {
            return reading.read(connection);
        } catch (SQLException e) {
            throw new LogUnavailableException("The log could not be read: the database refused or is out of reach.", e);
        }
    }

    private interface Reading<S, T> {
        T read(S source) throws SQLException;
    }
}
