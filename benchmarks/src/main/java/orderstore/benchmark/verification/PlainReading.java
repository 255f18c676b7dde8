package orderstore.benchmark.verification;

import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Map;
import orderstore.benchmark.Server;
import orderstore.benchmark.Step;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** The limit of one session that reads the same columns as they lie, and does nothing with them. */
record PlainReading(String url) implements Step {

    @Override
    public Map<String, Double> measure(Duration time) throws Exception {
        long events = Server.number(url, "select count(*) from order_event");
        try (Connection session = DriverManager.getConnection(url)) {
            long begun = System.nanoTime();
            CopyOut copy = session.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy (select * from order_event) to stdout (format binary)");
            long bytes = 0;
            for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
                bytes += row.length;
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            return Map.of("reading_per_second", events / seconds, "reading_bytes", (double) bytes / events);
        }
    }
}
