package orderstore.projection.overview;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes rows of one generation's overview, many with a statement. */
final class OverviewStatements {

    private final String insert;
    private final String update;
    private final String updateAndInsert;

    OverviewStatements(String table) {
        insert = """
                insert into %s (order_id, status, source, changed_at, conflicting, opened_at, version, position)
                select *
                from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::boolean[], ?::timestamptz[],
                  ?::integer[], ?::bigint[])
                """.formatted(table);
        update = """
                update %s o set
                  status = coalesce(n.status, o.status),
                  source = case when n.status is null then o.source else n.source end,
                  changed_at = coalesce(n.changed_at, o.changed_at),
                  conflicting = coalesce(n.conflicting, o.conflicting),
                  opened_at = least(n.opened_at, o.opened_at),
                  version = n.version,
                  position = n.position
                from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::boolean[], ?::timestamptz[],
                    ?::integer[], ?::bigint[], ?::integer[])
                  n (order_id, status, source, changed_at, conflicting, opened_at, version, position, before)
                where o.order_id = n.order_id
                  and o.version = n.before
                """.formatted(table);
        updateAndInsert = update + ";\n" + insert;
    }

    /**
     * Writes rows, in one round trip.
     *
     * @param opened new ones
     * @param moved others, as they are now
     * @throws IllegalStateException if one that moved is missing or has another version than the one that it should have
     */
    void write(JdbcClient database, List<OverviewRow> opened, List<OverviewRow> moved) {
        if (moved.isEmpty()) {
            parameters(database.sql(insert), opened).update();
            return;
        }
        var statement = database.sql(opened.isEmpty() ? update : updateAndInsert);
        parameters(statement, moved).param(column(moved, OverviewRow::before, Integer[]::new));
        if (!opened.isEmpty()) {
            parameters(statement, opened);
        }
        int updated = statement.update(); // The driver tells of the first alone.
        if (updated != moved.size()) {
            throw new IllegalStateException("Of %d orders that changed %d have no row that this follows on, such as %s."
                    .formatted(moved.size(), moved.size() - updated, moved.getFirst()));
        }
    }

    private static JdbcClient.StatementSpec parameters(JdbcClient.StatementSpec statement, List<OverviewRow> rows) {
        return statement
                .param(column(rows, OverviewRow::orderId, String[]::new))
                .param(column(rows, OverviewRow::status, String[]::new))
                .param(column(rows, OverviewRow::source, String[]::new))
                .param(column(rows, row -> text(row.changedAt()), String[]::new))
                .param(column(rows, OverviewRow::conflicting, Boolean[]::new))
                .param(column(rows, row -> text(row.openedAt()), String[]::new))
                .param(column(rows, OverviewRow::version, Integer[]::new))
                .param(column(rows, OverviewRow::position, Long[]::new));
    }

    /** As the driver sends it: it has no arrays of times. */
    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static <T extends @Nullable Object> T[] column(
            List<OverviewRow> rows, Function<OverviewRow, T> value, IntFunction<T[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
