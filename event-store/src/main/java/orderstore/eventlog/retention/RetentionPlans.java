package orderstore.eventlog.retention;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import orderstore.eventlog.LogUnavailableException;
import orderstore.eventlog.Sql;
import org.jspecify.annotations.Nullable;

/** The plans of what goes, which stay as they were made. */
public final class RetentionPlans {

    private static final String MAKE = """
            select make_retention_plan(make_interval(secs => ?), make_interval(secs => ?), ?, ?)
            """;

    private static final String FIND = """
            select
              id, encode(digest, 'hex') as digest, cutoff, orders, changes, bytes, kept_open, kept_recent, kept_held,
              made_by, made_at
            from retention_plan
            where id = ?
            """;

    private static final String PARTS = """
            select month, orders, changes, bytes
            from retention_plan_part
            where plan = ?
            order by month
            """;

    private final DataSource database;

    /** @param database connections under the role of retention, whose statements may take as long as they need */
    public RetentionPlans(DataSource database) {
        this.database = database;
    }

    /**
     * Finds out what may go now. Nothing goes by that.
     *
     * @param by who asked
     * @throws LogUnavailableException if the database cannot be read
     */
    public RetentionPlan make(RetentionRule rule, String by) {
        try (Connection connection = database.getConnection()) {
            long id = Sql.one(
                    connection,
                    MAKE,
                    row -> row.getLong(1),
                    seconds(rule.age()),
                    seconds(rule.abandonedAfter()),
                    rule.settled().toArray(String[]::new),
                    by);
            return find(connection, id).orElseThrow();
        } catch (SQLException e) {
            throw new LogUnavailableException("No plan was made: the database refused or is out of reach.", e);
        }
    }

    private static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis() / 1000.0;
    }

    /**
     * A plan by its id.
     *
     * @throws LogUnavailableException if the database cannot be read
     */
    public Optional<RetentionPlan> find(long id) {
        try (Connection connection = database.getConnection()) {
            return find(connection, id);
        } catch (SQLException e) {
            throw new LogUnavailableException("Plans could not be read.", e);
        }
    }

    static Optional<RetentionPlan> find(Connection connection, long id) throws SQLException {
        List<RetentionPlan.Part> parts = Sql.list(
                connection,
                PARTS,
                row -> new RetentionPlan.Part(
                        row.getObject("month", LocalDate.class),
                        row.getLong("orders"),
                        row.getLong("changes"),
                        row.getLong("bytes")),
                id);
        return Sql.list(connection, FIND, row -> plan(row, parts), id).stream().findFirst();
    }

    private static RetentionPlan plan(ResultSet row, List<RetentionPlan.Part> parts) throws SQLException {
        return new RetentionPlan(
                row.getLong("id"),
                row.getString("digest"),
                Sql.instant(row, "cutoff"),
                row.getLong("orders"),
                row.getLong("changes"),
                row.getLong("bytes"),
                new RetentionPlan.Kept(row.getLong("kept_open"), row.getLong("kept_recent"), row.getLong("kept_held")),
                row.getString("made_by"),
                Sql.instant(row, "made_at"),
                parts);
    }
}
