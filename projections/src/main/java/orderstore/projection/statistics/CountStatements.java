package orderstore.projection.statistics;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import orderstore.projection.RoundTrip;
import orderstore.projection.statistics.Counts.HourKey;
import orderstore.projection.statistics.Counts.OrderKey;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Adds to the counters of one generation, many with a statement. */
final class CountStatements {

    private final String addChanges;
    private final String addOrders;
    private final String removeEmpty;

    CountStatements(String changes, String orders) {
        addChanges = """
                insert into %1$s (hour, status, bucket, opened_in, changes)
                select *
                from unnest(?::timestamptz[], ?::text[], ?::smallint[], ?::date[], ?::bigint[])
                on conflict (hour, status, bucket, opened_in) do update set changes = %1$s.changes + excluded.changes
                """.formatted(changes);
        addOrders = """
                with counted as (
                  insert into %1$s (status, bucket, opened_in, orders)
                  select *
                  from unnest(?::text[], ?::smallint[], ?::date[], ?::bigint[])
                  on conflict (status, bucket, opened_in) do update set orders = %1$s.orders + excluded.orders
                  returning status, bucket, opened_in, orders
                )
                select status, bucket, opened_in
                from counted
                where orders = 0
                """.formatted(orders);
        removeEmpty = """
                delete from %s c
                using unnest(?::text[], ?::smallint[], ?::date[]) empty (status, bucket, opened_in)
                where c.status = empty.status
                  and c.bucket = empty.bucket
                  and c.opened_in = empty.opened_in
                """.formatted(orders);
    }

    /** Adds the statement that counts changes. */
    void addChanges(RoundTrip writes, Counts counts) {
        List<HourKey> keys = List.copyOf(counts.changes().keySet());
        if (!keys.isEmpty()) {
            writes.add(
                    addChanges,
                    column(keys, key -> key.hour().toString(), String[]::new),
                    column(keys, HourKey::status, String[]::new),
                    column(keys, HourKey::bucket, Short[]::new),
                    column(keys, key -> key.openedIn().toString(), String[]::new),
                    column(keys, key -> counts.changes().getOrDefault(key, 0L), Long[]::new));
        }
    }

    /** Adds orders to the statuses that they came to, and takes them off those that they left. */
    void addOrders(JdbcClient database, Counts counts) {
        List<OrderKey> keys = counts.orders().entrySet().stream()
                .filter(moved -> moved.getValue() != 0)
                .map(Map.Entry::getKey)
                .toList();
        if (keys.isEmpty()) {
            return;
        }
        List<OrderKey> empty = orders(database.sql(addOrders), keys)
                .param(column(keys, key -> counts.orders().getOrDefault(key, 0L), Long[]::new))
                .query((row, number) ->
                        new OrderKey(row.getString(1), row.getShort(2), row.getObject(3, LocalDate.class)))
                .list();
        if (!empty.isEmpty()) {
            orders(database.sql(removeEmpty), empty).update();
        }
    }

    private static JdbcClient.StatementSpec orders(JdbcClient.StatementSpec statement, List<OrderKey> keys) {
        return statement
                .param(column(keys, OrderKey::status, String[]::new))
                .param(column(keys, OrderKey::bucket, Short[]::new))
                .param(column(keys, key -> key.openedIn().toString(), String[]::new));
    }

    private static <K, T> T[] column(List<K> keys, Function<K, T> value, IntFunction<T[]> array) {
        return keys.stream().map(value).toArray(array);
    }
}
