package orderstore.projection.statistics;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import orderstore.projection.Generation;
import orderstore.projection.ProjectionTable;
import orderstore.projection.RoundTrip;
import orderstore.projection.RowsByKey;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads and writes stays of one generation, those of many orders with a statement. */
final class StayStatements {

    /** By the head, since the parts of the table are too many to look into each. */
    static final String MONTHS = """
            select order_id, date_trunc('month', opened_on::timestamp)::date as month
            from order_head
            where order_id = any (?)
            """;

    static final String PRESENT = """
            select s.order_id, s.ordinal, s.status, s.changed_at, s.version
            from unnest(?::text[]) wanted (order_id)
            cross join lateral (
              select *
              from %s s
              where s.order_id = wanted.order_id
                and s.month = ?::date
              order by s.ordinal desc
              limit 1
            ) s
            """;

    private static final DateTimeFormatter PART = DateTimeFormatter.ofPattern("_uuuu_MM");

    private final ProjectionTable table;
    private final Generation generation;
    private final String name;
    private final String present;
    private final String remove;
    private final String add;

    StayStatements(ProjectionTable table, Generation generation) {
        this.table = table;
        this.generation = generation;
        name = generation.table(table.base());
        present = PRESENT.formatted(name);
        remove = "delete from %s where month = ?::date and order_id = any (?)".formatted(name);
        add = """
                insert into %s (order_id, month, ordinal, status, entered_at, changed_at, left_at, version)
                select *
                from unnest(?::text[], ?::date[], ?::integer[], ?::text[], ?::timestamptz[], ?::timestamptz[],
                  ?::timestamptz[], ?::integer[])
                """.formatted(name);
    }

    /** @param part of the table, of a month */
    static String move(String part) {
        return """
                update %s s set
                  changed_at = n.changed_at,
                  left_at = n.left_at,
                  version = n.version
                from unnest(?::text[], ?::integer[], ?::timestamptz[], ?::timestamptz[], ?::integer[])
                  n (order_id, ordinal, changed_at, left_at, version)
                """.formatted(part) + RowsByKey.found(part, "s", "order_id = n.order_id and ordinal = n.ordinal");
    }

    /** The stays in which orders are, by order. Only those that are known. */
    Map<String, PresentStay> present(JdbcClient database, List<OrderPart> orders) {
        var stays = new HashMap<String, PresentStay>();
        months(database, orders)
                .forEach((month, ids) -> database.sql(present)
                        .params(ids.toArray(String[]::new), month)
                        .query((row, number) -> new PresentStay(
                                row.getString(1),
                                row.getInt(2),
                                row.getString(3),
                                row.getObject(4, OffsetDateTime.class).toInstant(),
                                row.getInt(5),
                                month))
                        .list()
                        .forEach(stay -> stays.put(stay.orderId(), stay)));
        return stays;
    }

    private static Map<LocalDate, List<String>> months(JdbcClient database, List<OrderPart> orders) {
        var months = new TreeMap<LocalDate, List<String>>();
        database.sql(MONTHS)
                .param(column(orders, OrderPart::orderId, String[]::new))
                .query((row, number) -> Map.entry(row.getObject(2, LocalDate.class), row.getString(1)))
                .list()
                .forEach(order -> months.computeIfAbsent(order.getKey(), month -> new ArrayList<>())
                        .add(order.getValue()));
        return months;
    }

    /**
     * Sees to it that there is a part of the table for each month. To be called before anything else is written, and
     * each time: what was made may have been rolled back.
     */
    void prepare(JdbcClient database, Set<LocalDate> months) {
        if (!months.isEmpty()) {
            database.sql("select make_projection_part(?, ?, month)::text from unnest(?::date[]) month")
                    .params(
                            table.base(),
                            generation.number(),
                            months.stream().map(LocalDate::toString).toArray(String[]::new))
                    .query()
                    .listOfRows();
        }
    }

    /** Adds the statements that write all of it, one for each kind and, of what is there already, for each month. */
    void add(RoundTrip writes, StayChanges changes) {
        byMonth(changes.replaced(), Function.identity())
                .forEach((month, stays) ->
                        writes.add(remove, month, column(stays, PresentStay::orderId, String[]::new)));
        byMonth(changes.moved(), MovedStay::stay).forEach((month, rows) -> move(writes, month, rows));
        if (!changes.added().isEmpty()) {
            add(writes, changes.added());
        }
    }

    private static <R> Map<LocalDate, List<R>> byMonth(List<R> rows, Function<R, PresentStay> stay) {
        return rows.stream()
                .collect(Collectors.groupingBy(row -> stay.apply(row).openedIn(), TreeMap::new, Collectors.toList()));
    }

    private void move(RoundTrip writes, LocalDate month, List<MovedStay> rows) {
        writes.add(
                move(name + month.format(PART)),
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
                column(rows, row -> text(row.openedIn()), String[]::new),
                column(rows, StayRow::ordinal, Integer[]::new),
                column(rows, StayRow::status, String[]::new),
                column(rows, row -> text(row.enteredAt()), String[]::new),
                column(rows, row -> text(row.changedAt()), String[]::new),
                column(rows, row -> text(row.leftAt()), String[]::new),
                column(rows, StayRow::version, Integer[]::new));
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
