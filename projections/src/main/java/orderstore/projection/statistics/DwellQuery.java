package orderstore.projection.statistics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import orderstore.projection.statistics.Figures.Dwell;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How long orders stayed in each status: exact percentiles of all stays that ended in a time. */
final class DwellQuery {

    /** Counting by classes of length first, so that few stays need be sorted, was tried and took longer. */
    static final String SQL = """
            select status, stays, found[1], found[2], found[3]
            from (
              select
                status,
                count(*) as stays,
                percentile_disc(array[0.5, 0.95, 1]) within group (order by seconds) as found
              from (
                select status, date_part('epoch', left_at - entered_at) as seconds
                from %s
                where left_at is not null
                  and left_at >= coalesce(?::timestamptz, '-infinity')
                  and left_at < coalesce(?::timestamptz, 'infinity')
              ) ended
              group by status
            ) stay
            order by status
            """;

    private final JdbcClient database;

    DwellQuery(JdbcClient database) {
        this.database = database;
    }

    /**
     * Stays that ended in a time, by status.
     *
     * @param from included; null: from the first
     * @param to excluded; null: to the last
     */
    Map<String, Dwell> dwell(String table, @Nullable String from, @Nullable String to) {
        var dwell = new LinkedHashMap<String, Dwell>();
        database.sql(SQL.formatted(table))
                .param(from)
                .param(to)
                .query((row, number) -> Map.entry(row.getString(1), dwell(row)))
                .list()
                .forEach(stay -> dwell.put(stay.getKey(), stay.getValue()));
        return dwell;
    }

    private static Dwell dwell(ResultSet row) throws SQLException {
        return new Dwell(
                row.getLong(2), seconds(row.getDouble(3)), seconds(row.getDouble(4)), seconds(row.getDouble(5)));
    }

    /** To the microsecond, which a double tells exactly for 200 years; without zeros at the end. */
    private static BigDecimal seconds(double seconds) {
        BigDecimal exact =
                BigDecimal.valueOf(seconds).setScale(6, RoundingMode.HALF_UP).stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0, RoundingMode.UNNECESSARY) : exact;
    }
}
