package orderstore.benchmark.projection;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import orderstore.benchmark.Server;
import orderstore.benchmark.Step;

/**
 * The limit of one statement that fills the same table from the same log, and of its indexes, in one session with the
 * server's own settings.
 *
 * <p>It does less than a read model must: it takes an order's last change for all that there is to know, which is so
 * here, and can neither go on after a crash nor leave room for others.
 */
record SetBased(String url) implements Step {

    private static final int GENERATION = 1_000_000;

    private static final String FILL = "insert into order_overview_" + GENERATION + """
              (order_id, status, source, changed_at, conflicting, opened_at, version, position)
            select
              order_id,
              change ->> 'status',
              change ->> 'source',
              coalesce((change ->> 'occurredAt')::timestamptz, recorded_at),
              false,
              coalesce((change ->> 'occurredAt')::timestamptz, recorded_at),
              version,
              position
            from (
              select distinct on (order_id) order_id, version, position, recorded_at, payload
              from order_event
              order by order_id, version desc
            ) last
            cross join lateral (select payload::jsonb as change offset 0) parsed
            """;

    @Override
    public Map<String, Double> measure(Duration time) throws Exception {
        long events = Server.number(url, "select count(*) from order_event");
        Server.execute(url, "checkpoint");
        try (Connection session = DriverManager.getConnection(url);
                Statement statement = session.createStatement()) {
            long begun = System.nanoTime();
            statement.execute("select make_projection_table('order_overview', " + GENERATION + ")");
            statement.execute(FILL);
            double filled = (System.nanoTime() - begun) / 1e9;
            statement.execute("select index_projection_table('order_overview', " + GENERATION + ")");
            double seconds = (System.nanoTime() - begun) / 1e9;
            statement.execute("select drop_projection_table('order_overview', " + GENERATION + ")");
            return Map.of(
                    "set_based_per_second", events / seconds, "set_based_without_indexes_per_second", events / filled);
        }
    }
}
