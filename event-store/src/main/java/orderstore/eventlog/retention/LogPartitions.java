package orderstore.eventlog.retention;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;
import orderstore.eventlog.LogUnavailableException;
import orderstore.eventlog.Sql;

/** What the log's partitions hold. */
public final class LogPartitions {

    private static final String LIST = """
            select
              p.name,
              p.month,
              (p.month + interval '1 month')::date as until,
              coalesce(h.orders, 0) as orders,
              coalesce(h.changes, 0) as changes,
              pg_total_relation_size(p.name::regclass) as bytes
            from (
              select inhrelid::regclass::text as name, to_date(right(inhrelid::regclass::text, 7), 'YYYY_MM') as month
              from pg_inherits
              where inhparent = 'order_event'::regclass
            ) p
            left join (
              select date_trunc('month', opened_on)::date as month, count(*) as orders, sum(version) as changes
              from order_head
              group by 1
            ) h on h.month = p.month
            order by p.month
            """;

    private final DataSource database;

    /** @param database connections whose statements may take as long as a look at all heads needs */
    public LogPartitions(DataSource database) {
        this.database = database;
    }

    /**
     * A partition.
     *
     * @param from the day of the first streams that it is for
     * @param to the day after the last
     * @param bytes with its indexes
     */
    public record Entry(String name, LocalDate from, LocalDate to, long streams, long events, long bytes) {}

    /** All partitions, the oldest first. */
    public List<Entry> list() {
        try (Connection connection = database.getConnection()) {
            return Sql.list(
                    connection,
                    LIST,
                    row -> new Entry(
                            row.getString("name"),
                            row.getObject("month", LocalDate.class),
                            row.getObject("until", LocalDate.class),
                            row.getLong("orders"),
                            row.getLong("changes"),
                            row.getLong("bytes")));
        } catch (SQLException e) {
            throw new LogUnavailableException("The partitions could not be looked at.", e);
        }
    }
}
