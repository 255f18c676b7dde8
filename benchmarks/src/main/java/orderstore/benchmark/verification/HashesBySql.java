package orderstore.benchmark.verification;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import orderstore.benchmark.Server;
import orderstore.benchmark.Step;

/**
 * The other way: the server computes the hashes by itself, in one statement over all events and with as many workers as
 * it likes. It looks neither at heads nor for missing versions, and believes the function in the database.
 */
record HashesBySql(String url) implements Step {

    private static final String BROKEN = """
            select count(*)
            from (
              select
                hash,
                order_event_hash(lag(hash) over (partition by order_id order by version),
                  position, recorded_at, opened_on, version, order_id, event_type::text, payload, metadata) as wanted
              from order_event
            ) computed
            where wanted <> hash
            """;

    @Override
    public Map<String, Double> measure(Duration time) throws Exception {
        long events = Server.number(url, "select count(*) from order_event");
        try (Connection session = DriverManager.getConnection(url);
                Statement statement = session.createStatement()) {
            long begun = System.nanoTime();
            try (ResultSet row = statement.executeQuery(BROKEN)) {
                row.next();
                if (row.getLong(1) != 0) {
                    throw new IllegalStateException("Hashes are wrong: " + row.getLong(1));
                }
            }
            return Map.of("hashes_by_sql_per_second", events / ((System.nanoTime() - begun) / 1e9));
        }
    }
}
