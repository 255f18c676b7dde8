package orderstore.eventlog.retention;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import orderstore.eventlog.LogUnavailableException;
import orderstore.eventlog.Sql;

/** Streams that retention must leave alone, and who said so. */
public final class Holds {

    /** The head is what the purge looks at; who held it stands beside it. A new reason ends the hold before. */
    private static final String HOLD = """
            with head as (
              update order_head h set
                held = true
              from order_log_floor f
              where h.order_id = ?
                and (
                  f.purging_until is null
                  or f.purging_until < clock_timestamp()
                  or purged_by_somebody(f.purging_month) is null
                  or h.opened_on < f.purging_month
                  or h.opened_on >= f.purging_month + interval '1 month'
                  or not goes_by_plan(f.purging_plan, h.held, h.recorded_at, h.state)
                )
              returning h.order_id
            ),
            before as (
              update order_hold b set
                released_by = ?,
                released_at = clock_timestamp()
              from head
              where b.order_id = head.order_id
                and b.released_at is null
                and b.reason <> ?
            )
            select order_id
            from head
            """;

    private static final String NOTE = """
            insert into order_hold (order_id, reason, held_by)
            values (?, ?, ?)
            on conflict (order_id) where released_at is null do nothing
            """;

    private static final String RELEASE = """
            with head as (
              update order_head set
                held = false
              where order_id = ?
                and held
              returning order_id
            ),
            hold as (
              update order_hold h set
                released_by = ?,
                released_at = clock_timestamp()
              from head
              where h.order_id = head.order_id
                and h.released_at is null
            )
            select order_id
            from head
            """;

    private static final String LIST = """
            select order_id, reason, held_by, held_at
            from order_hold
            where released_at is null
              and order_id > ?
            order by order_id
            limit ?
            """;

    private static final String FIND = """
            select order_id, reason, held_by, held_at
            from order_hold
            where released_at is null
              and order_id = ?
            """;

    private final DataSource database;

    public Holds(DataSource database) {
        this.database = database;
    }

    /**
     * A stream that is held.
     *
     * @param by who held it
     */
    public record Hold(String stream, String reason, String by, Instant at) {}

    /**
     * Holds a stream; if it is held already for another reason, for this one from now on.
     *
     * @return empty if the log has no such stream, or it is leaving at this moment
     * @throws LogUnavailableException if the database refuses or is out of reach
     */
    public Optional<Hold> hold(String stream, String reason, String by) {
        return call(connection -> {
            connection.setAutoCommit(false);
            try {
                boolean held = !Sql.list(connection, HOLD, row -> row.getString(1), stream, by, reason)
                        .isEmpty();
                if (held) {
                    Sql.run(connection, NOTE, stream, reason, by);
                    connection.commit();
                    return find(connection, stream);
                }
                return Optional.<Hold>empty();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        });
    }

    /** Lets a stream go; false if it was not held. */
    public boolean release(String stream, String by) {
        return call(connection -> !Sql.list(connection, RELEASE, row -> row.getString(1), stream, by)
                .isEmpty());
    }

    /** The hold of a stream, if it is held. */
    public Optional<Hold> find(String stream) {
        return call(connection -> find(connection, stream));
    }

    private static Optional<Hold> find(Connection connection, String stream) throws SQLException {
        return Sql.list(connection, FIND, Holds::hold, stream).stream().findFirst();
    }

    /** Those that are held, in the order of their names after one; empty: from the first. */
    public List<Hold> after(String stream, int limit) {
        return call(connection -> Sql.list(connection, LIST, Holds::hold, stream, limit));
    }

    private static Hold hold(ResultSet row) throws SQLException {
        return new Hold(
                row.getString("order_id"),
                row.getString("reason"),
                row.getString("held_by"),
                Sql.instant(row, "held_at"));
    }

    private <T> T call(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.run(connection);
        } catch (SQLException e) {
            throw new LogUnavailableException("Holds could not be read or changed.", e);
        }
    }

    private interface Work<T> {
        T run(Connection connection) throws SQLException;
    }
}
