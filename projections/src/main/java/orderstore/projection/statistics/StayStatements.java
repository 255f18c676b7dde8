package orderstore.projection.statistics;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.Temporal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import orderstore.projection.RoundTrip;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads and writes stays of one generation, those of many orders with a statement. */
final class StayStatements {

    static final String PRESENT = """
            select s.order_id, s.ordinal, s.status, s.changed_at, s.version, s.opened_in
            from unnest(?::text[]) wanted (order_id)
            cross join lateral (
              select *
              from %s s
              where s.order_id = wanted.order_id
              order by s.ordinal desc
              limit 1
            ) s
            """;

    private final String present;
    private final String remove;
    private final String move;
    private final String add;

    StayStatements(String table) {
        present = PRESENT.formatted(table);
        remove = "delete from %s where order_id = any (?)".formatted(table);
        move = """
                update %s s set
                  changed_at = n.changed_at,
                  left_at = n.left_at,
                  version = n.version,
                  opened_in = case when n.left_at is null then s.opened_in end
                from unnest(?::text[], ?::integer[], ?::timestamptz[], ?::timestamptz[], ?::integer[])
                  n (order_id, ordinal, changed_at, left_at, version)
                where s.order_id = n.order_id
                  and s.ordinal = n.ordinal
                """.formatted(table);
        add = """
                insert into %s (order_id, ordinal, status, entered_at, changed_at, left_at, version,
                  opened_in)
                select *
                from unnest(?::text[], ?::integer[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[],
                  ?::integer[], ?::date[])
                """.formatted(table);
    }

    /** The stays in which orders are, by order. Only those that are known. */
    Map<String, PresentStay> present(JdbcClient database, List<OrderPart> orders) {
        var stays = new HashMap<String, PresentStay>();
        database.sql(present)
                .param(column(orders, OrderPart::orderId, String[]::new))
                .query((row, number) -> new PresentStay(
                        row.getString(1),
                        row.getInt(2),
                        row.getString(3),
                        row.getObject(4, OffsetDateTime.class).toInstant(),
                        row.getInt(5),
                        row.getObject(6, LocalDate.class)))
                .list()
                .forEach(stay -> stays.put(stay.orderId(), stay));
        return stays;
    }

    /** Adds the statements that write all of it, one for each kind. */
    void add(RoundTrip writes, StayChanges changes) {
        if (!changes.replaced().isEmpty()) {
            writes.add(remove, (Object) changes.replaced().toArray(String[]::new));
        }
        if (!changes.moved().isEmpty()) {
            move(writes, changes.moved());
        }
        if (!changes.added().isEmpty()) {
            add(writes, changes.added());
        }
    }

    private void move(RoundTrip writes, List<MovedStay> rows) {
        writes.add(
                move,
                column(rows, row -> row.stay().orderId(), String[]::new),
                column(rows, row -> row.stay().ordinal(), Integer[]::new),
                column(rows, row -> text(row.changedAt()), String[]::new),
                column(rows, row -> text(row.leftAt()), String[]::new),
                column(rows, MovedStay::version, Integer[]::new));
    }

    private void add(RoundTrip writes, List<StayRow> rows) {
        writes.add(
                add,
                column(rows, StayRow::orderId, String[]::new),
                column(rows, StayRow::ordinal, Integer[]::new),
                column(rows, StayRow::status, String[]::new),
                column(rows, row -> text(row.enteredAt()), String[]::new),
                column(rows, row -> text(row.changedAt()), String[]::new),
                column(rows, row -> text(row.leftAt()), String[]::new),
                column(rows, StayRow::version, Integer[]::new),
                column(rows, row -> text(row.openedIn()), String[]::new));
    }

    /** As the driver sends it: it has no arrays of times. */
    private static @Nullable String text(@Nullable Temporal time) {
        return time == null ? null : time.toString();
    }

    private static <R, T extends @Nullable Object> T[] column(
            List<R> rows, Function<R, T> value, IntFunction<T[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
