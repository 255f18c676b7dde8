package orderstore.eventlog.verification;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javax.sql.DataSource;
import orderstore.eventlog.CopiedRow;
import orderstore.eventlog.CopiedRows;
import orderstore.eventlog.LogUnavailableException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Reads parts of the log and of the heads, each in a transaction of its own and of one moment. A part is so small that a
 * purge, which has to have the log's table for itself for a moment, need not wait for longer than it does.
 */
final class PartReader {

    /**
     * The lock comes before the snapshot. A COPY has its snapshot from before it waits for a lock, and would see of a
     * month that a purge replaces meanwhile neither the old events nor those that stay.
     *
     * <p>A part is found by keys, whatever is known of the tables.
     */
    private static final String BEGIN = """
            lock table order_event in access share mode;
            set local enable_seqscan = off;
            set local enable_hashjoin = off;
            set local enable_mergejoin = off;
            set local max_parallel_workers_per_gather = 0
            """;

    private final DataSource database;
    private final Supplier<StateCheck> states;

    PartReader(DataSource database, Supplier<StateCheck> states) {
        this.database = database;
        this.states = states;
    }

    /**
     * Streams of one month, or of all; or heads of all months.
     *
     * @param month the first day of the month; null: of all
     * @param after streams after this one; empty: from the first
     * @param last the last of them; null: to the end
     */
    record Part(
            @Nullable LocalDate month,
            String after,
            @Nullable String last) {

        /** What comes behind another part with which this one begins; null if that is all of it. */
        @Nullable
        Part behind(Part beginning) {
            String end = Objects.requireNonNull(beginning.last);
            return end.equals(last) ? null : new Part(month, end, last);
        }

        private String where(String alias, PGConnection connection) throws SQLException {
            var where = new StringBuilder("where ");
            if (month != null) {
                where.append("%1$s.opened_on >= '%2$s' and %1$s.opened_on < '%3$s' and "
                        .formatted(alias, month, month.plusMonths(1)));
            }
            where.append("%s.order_id > '%s'".formatted(alias, connection.escapeLiteral(after)));
            if (last != null) {
                where.append(" and %s.order_id <= '%s'".formatted(alias, connection.escapeLiteral(last)));
            }
            return where.append('\n').toString();
        }
    }

    /** Looks at all events of a part. */
    Findings events(Part part, long through) {
        return call(connection -> {
            PGConnection server = connection.unwrap(PGConnection.class);
            Findings found = events(connection, part.where("e", server), through);
            for (Broken late : found.late.values()) {
                if (isOpenedElsewhere(connection, late.stream(), Objects.requireNonNull(part.month()))) {
                    found.instead(late);
                }
            }
            return found;
        });
    }

    private static boolean isOpenedElsewhere(Connection connection, String stream, LocalDate month)
            throws SQLException {
        String name = connection.unwrap(PGConnection.class).escapeLiteral(stream);
        return !strings(
                        connection,
                        "select order_id from order_head where order_id = '%s' and date_trunc('month', opened_on) <> '%s'"
                                .formatted(name, month))
                .isEmpty();
    }

    /** The same of one stream, wherever its events are. */
    Findings events(String stream, long through) {
        return call(connection -> {
            PGConnection server = connection.unwrap(PGConnection.class);
            return events(connection, "where e.order_id = '%s'\n".formatted(server.escapeLiteral(stream)), through);
        });
    }

    private Findings events(Connection connection, String where, long through) throws SQLException {
        begin(connection);
        String query = EventColumns.SELECT + where + "order by e.order_id, e.version";
        var check = new StreamCheck(through, states);
        try (var rows = new CopiedRows(connection, query, EventColumns.COUNT)) {
            for (CopiedRow row = rows.next(); row != null; row = rows.next()) {
                check.event(row);
            }
        }
        return check.end();
    }

    /** All that there is of a month now. Streams may be added, of which those behind the last one are not of it. */
    @Nullable
    Part of(LocalDate month) {
        return whole("order_event", new Part(month, "", null));
    }

    /** All heads that there are now, likewise; null if there is none. */
    @Nullable
    Part ofHeads() {
        return whole("order_head", new Part(null, "", null));
    }

    private @Nullable Part whole(String table, Part all) {
        String last = found(table, all, "desc", 0);
        return last == null ? null : new Part(all.month(), all.after(), last);
    }

    /** The beginning of a part, about so many events; all of it if it has fewer. */
    Part beginning(Part of, int events) {
        return beginning("order_event", of, events);
    }

    /** The same of heads. */
    Part beginningOfHeads(Part of, int heads) {
        return beginning("order_head", of, heads);
    }

    private Part beginning(String table, Part of, int rows) {
        String last = found(table, of, "", rows - 1);
        return last == null ? of : new Part(of.month(), of.after(), last);
    }

    private @Nullable String found(String table, Part part, String order, int offset) {
        return call(connection -> {
            String where = part.where("t", connection.unwrap(PGConnection.class));
            List<String> found = strings(
                    connection,
                    "select t.order_id from %s t %s order by t.order_id %s offset %d limit 1"
                            .formatted(table, where, order, offset));
            return found.isEmpty() ? null : found.getFirst();
        });
    }

    /** Heads of streams that have no event at all. */
    List<Broken> headsWithoutEvents(Part part) {
        return call(
                connection -> headsWithoutEvents(connection, part.where("h", connection.unwrap(PGConnection.class))));
    }

    /** Whether a stream has a head, but no event. */
    List<Broken> headWithoutEvents(String stream) {
        return call(connection -> headsWithoutEvents(
                connection,
                "where h.order_id = '%s'\n"
                        .formatted(connection.unwrap(PGConnection.class).escapeLiteral(stream))));
    }

    private static List<Broken> headsWithoutEvents(Connection connection, String where) throws SQLException {
        begin(connection);
        String query = """
                select order_id, version
                from (
                  select h.order_id, h.version
                  from order_head h
                  %s
                    and not exists (select from order_event e where e.order_id = h.order_id and e.opened_on = h.opened_on)
                  offset 0 -- first where they must be, then of the few that are left everywhere
                ) lone
                where not exists (select from order_event e where e.order_id = lone.order_id)
                order by order_id
                """.formatted(where);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            var broken = new ArrayList<Broken>();
            while (rows.next()) {
                broken.add(new Broken(
                        rows.getString(1),
                        1,
                        null,
                        "The head is at version %d, but the order has no change.".formatted(rows.getInt(2))));
            }
            return broken;
        }
    }

    /** The months of which there are partitions. */
    List<LocalDate> months() {
        return call(connection ->
                strings(connection, """
                        select to_date(right(inhrelid::regclass::text, 7), 'YYYY_MM')::text as month
                        from pg_inherits
                        where inhparent = 'order_event'::regclass
                        order by month
                        """).stream().map(LocalDate::parse).toList());
    }

    private static List<String> strings(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    /**
     * How far the log goes, and how many changes were purged from it.
     *
     * @param position every one up to here was given once
     */
    record Extent(long position, long purged) {

        /** How many events there must be. */
        long events() {
            return position - purged;
        }
    }

    Extent extent() {
        return call(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("""
                            select
                              greatest(floor.position,
                                (select e.position from order_event e order by e.position desc limit 1)),
                              (select coalesce(sum(changes), 0) from retention_receipt_part)
                            from order_log_floor floor
                            """)) {
                row.next();
                return new Extent(row.getLong(1), row.getLong(2));
            }
        });
    }

    private static void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(BEGIN);
        }
    }

    private <T extends @Nullable Object> T call(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                return work.run(connection);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new LogUnavailableException(
                    "The log could not be verified: the database refused or is out of reach.", e);
        }
    }

    private interface Work<T extends @Nullable Object> {
        T run(Connection connection) throws SQLException;
    }
}
