package orderstore.eventlog;

import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Reads the log by streams instead of by position, in ranges that do not overlap: each stream is whole in one of
 * them. For those who fold all there is, several at a time.
 */
public final class LogRanges {

    private static final int FETCHED_AT_ONCE = 2_000;

    static final String PARTITIONS = """
            select to_date(right(inhrelid::regclass::text, 7), 'YYYY_MM') as month
            from pg_inherits
            where inhparent = 'order_event'::regclass
            order by month
            """;

    /** How many there are is not asked here, since that would be known only when all had been kept aside. */
    static final String BOUNDARIES = """
            select order_id, version, place
            from (
              select order_id, version, row_number() over (order by order_id, version) as place
              from order_event
              where opened_on >= ?
                and opened_on < ?
            ) numbered
            where place % ? = 0
            order by place
            """;

    static final String REST = """
            select max(order_id), count(*)
            from order_event
            where opened_on >= ?
              and opened_on < ?
              and (order_id, version) > (?, ?)
            """;

    static final String RANGE = """
            select position, recorded_at, order_id, version, event_type, payload, metadata
            from order_event
            where opened_on >= ?
              and opened_on < ?
              and order_id > ?
              and order_id <= ?
              and position <= ?
            order by order_id, version
            """;

    private final DataSource database;

    public LogRanges(DataSource database) {
        this.database = database;
    }

    /**
     * Streams of one partition.
     *
     * @param month the first day of the month in which they were opened
     * @param after streams after this one; empty: from the first
     * @param last the last of them
     * @param events how many events they had when the ranges were made
     */
    public record Range(LocalDate month, String after, String last, long events) {}

    /**
     * The ranges of all streams that there are, each of about so many events.
     *
     * @throws LogUnavailableException if the database cannot be read
     */
    public List<Range> plan(int events) {
        return call(connection -> {
            var ranges = new ArrayList<Range>();
            for (LocalDate month : months(connection)) {
                plan(connection, month, events, ranges);
            }
            return ranges;
        });
    }

    private static List<LocalDate> months(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PARTITIONS);
                ResultSet rows = statement.executeQuery()) {
            var months = new ArrayList<LocalDate>();
            while (rows.next()) {
                months.add(rows.getDate(1).toLocalDate());
            }
            return months;
        }
    }

    private static void plan(Connection connection, LocalDate month, int events, List<Range> ranges)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BOUNDARIES)) {
            statement.setDate(1, Date.valueOf(month));
            statement.setDate(2, Date.valueOf(month.plusMonths(1)));
            statement.setInt(3, events);
            String after = "";
            int version = 0;
            long before = 0;
            long place = 0;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String last = rows.getString(1);
                    version = rows.getInt(2);
                    place = rows.getLong(3);
                    if (!last.equals(after)) { // A stream may be longer than a range.
                        ranges.add(new Range(month, after, last, place - before));
                        before = place;
                        after = last;
                    }
                }
            }
            rest(connection, new Range(month, after, after, place - before), version, ranges);
        }
    }

    /** @param begun what is known of the last range: it goes on after this version of its first stream */
    private static void rest(Connection connection, Range begun, int version, List<Range> ranges) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REST)) {
            statement.setDate(1, Date.valueOf(begun.month()));
            statement.setDate(2, Date.valueOf(begun.month().plusMonths(1)));
            statement.setString(3, begun.after());
            statement.setInt(4, version);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                String last = row.getString(1);
                if (last != null && !last.equals(begun.after())) {
                    ranges.add(new Range(begun.month(), begun.after(), last, begun.events() + row.getLong(2)));
                }
            }
        }
    }

    /**
     * Hands over the events of a range, stream by stream, each in the order of versions. Memory does not grow with it.
     *
     * @param through later events are left out
     * @throws LogUnavailableException if the database cannot be read
     */
    public void read(Range range, long through, Consumer<StoredEvent> each) {
        call(connection -> {
            connection.setAutoCommit(false); // Else the driver would fetch it all at once.
            try (PreparedStatement statement = connection.prepareStatement(RANGE)) {
                statement.setFetchSize(FETCHED_AT_ONCE);
                statement.setDate(1, Date.valueOf(range.month()));
                statement.setDate(2, Date.valueOf(range.month().plusMonths(1)));
                statement.setString(3, range.after());
                statement.setString(4, range.last());
                statement.setLong(5, through);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        each.accept(Rows.event(rows));
                    }
                }
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            return range;
        });
    }

    private <T> T call(Reading<T> reading) {
        try (Connection connection = database.getConnection()) {
            return reading.read(connection);
        } catch (SQLException e) {
            throw new LogUnavailableException("The log could not be read: the database refused or is out of reach.", e);
        }
    }

    private interface Reading<T> {
        T read(Connection connection) throws SQLException;
    }
}
