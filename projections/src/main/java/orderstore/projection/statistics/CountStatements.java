package orderstore.projection.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import orderstore.projection.statistics.Counts.HourKey;
import orderstore.projection.statistics.Counts.OrderKey;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Adds to the counters of one generation, many with a statement. */
final class CountStatements {

    private final String addChanges;
    private final String addOrders;
    private final String removeNone;

    CountStatements(String changes, String orders) {
        addChanges = """
                insert into %1$s (hour, status, bucket, opened_in, changes)
                select *
                from unnest(?::timestamptz[], ?::text[], ?::smallint[], ?::date[], ?::bigint[])
                on conflict (hour, status, bucket, opened_in) do update set changes = %1$s.changes + excluded.changes
                """.formatted(changes);
        addOrders = """
                insert into %1$s (status, bucket, opened_in, orders)
                select *
                from unnest(?::text[], ?::smallint[], ?::date[], ?::bigint[])
                on conflict (status, bucket, opened_in) do update set orders = %1$s.orders + excluded.orders
                """.formatted(orders);
        removeNone = """
                delete from %s c
                using unnest(?::text[], ?::smallint[], ?::date[]) gone (status, bucket, opened_in)
                where c.status = gone.status
                  and c.bucket = gone.bucket
                  and c.opened_in = gone.opened_in
                  and c.orders = 0
                """.formatted(orders);
    }

    /** Adds what was counted; orders have left a status where that is negative. */
    void write(JdbcClient database, Counts counts) {
        addChanges(database, counts);
        var moved = new ArrayList<OrderKey>();
        var left = new ArrayList<OrderKey>();
        counts.orders().forEach((key, more) -> {
            if (more != 0) {
                moved.add(key);
            }
            if (more < 0) {
                left.add(key);
            }
        });
        if (!moved.isEmpty()) {
            orders(database.sql(addOrders), moved)
                    .param(column(moved, key -> counts.orders().getOrDefault(key, 0L), Long[]::new))
                    .update();
        }
        if (!left.isEmpty()) {
            orders(database.sql(removeNone), left).update();
        }
    }

    private void addChanges(JdbcClient database, Counts counts) {
        List<HourKey> keys = List.copyOf(counts.changes().keySet());
        if (keys.isEmpty()) {
            return;
        }
        hours(database.sql(addChanges), keys)
                .param(column(keys, key -> counts.changes().getOrDefault(key, 0L), Long[]::new))
                .update();
    }

    private static JdbcClient.StatementSpec hours(JdbcClient.StatementSpec statement, List<HourKey> keys) {
        return statement
                .param(column(keys, key -> key.hour().toString(), String[]::new))
                .param(column(keys, HourKey::status, String[]::new))
                .param(column(keys, HourKey::bucket, Short[]::new))
                .param(column(keys, key -> key.openedIn().toString(), String[]::new));
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
