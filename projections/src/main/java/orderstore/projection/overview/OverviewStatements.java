package orderstore.projection.overview;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import orderstore.projection.RoundTrip;
import orderstore.projection.RowsByKey;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes rows of one generation's overview, many with a statement. */
final class OverviewStatements {

    private final String insert;
    private final String update;

    OverviewStatements(String table) {
        insert = """
                insert into %s (order_id, status, source, changed_at, conflicting, opened_at, version, position)
                select *
                from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::boolean[], ?::timestamptz[],
                  ?::integer[], ?::bigint[])
                """.formatted(table);
        update = update(table);
    }

    static String update(String table) {
        return """
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
                """.formatted(table) + RowsByKey.found(table, "o", "order_id = n.order_id and version = n.before");
    }

    /**
     * Writes rows, in one round trip.
     *
     * @param opened new ones
     * @param moved others, as they are now
     * @throws IllegalStateException if one that moved is missing or has another version than the one that it should have
     */
    void write(JdbcClient database, List<OverviewRow> opened, List<OverviewRow> moved) {
        var writes = new RoundTrip();
        if (!moved.isEmpty()) {
            writes.add(update, values(moved, (Object) column(moved, OverviewRow::before, Integer[]::new)));
        }
        if (!opened.isEmpty()) {
            writes.add(insert, values(opened));
        }
        int updated = writes.run(database);
        if (!moved.isEmpty() && updated != moved.size()) {
            throw new IllegalStateException("Of %d orders that changed %d have no row that this follows on, such as %s."
                    .formatted(moved.size(), moved.size() - updated, moved.getFirst()));
        }
    }

    private static Object[] values(List<OverviewRow> rows, Object... more) {
        Stream<Object> columns = Stream.of(
                column(rows, OverviewRow::orderId, String[]::new),
                column(rows, OverviewRow::status, String[]::new),
                column(rows, OverviewRow::source, String[]::new),
                column(rows, row -> text(row.changedAt()), String[]::new),
                column(rows, OverviewRow::conflicting, Boolean[]::new),
                column(rows, row -> text(row.openedAt()), String[]::new),
                column(rows, OverviewRow::version, Integer[]::new),
                column(rows, OverviewRow::position, Long[]::new));
        return Stream.concat(columns, Stream.of(more)).toArray();
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
