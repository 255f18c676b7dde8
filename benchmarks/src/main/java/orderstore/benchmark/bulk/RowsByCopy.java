package orderstore.benchmark.bulk;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import orderstore.benchmark.Server;
import orderstore.benchmark.append.RawInsert;
import orderstore.benchmark.http.LifeOfAnOrder;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The limit of one COPY: the rows of the same changes into a table like a partition of the log, with its indexes. */
final class RowsByCopy implements AutoCloseable {

    private static final String COPY = """
            copy raw_event
              (position, recorded_at, opened_on, version, order_id, event_type, payload, metadata, hash)
            from stdin
            """;

    private final Connection connection;
    private final Rows rows = new Rows();

    private RowsByCopy(Connection connection) {
        this.connection = connection;
    }

    static RowsByCopy on(Server server) throws SQLException {
        String url = server.migrated("copied");
        Server.execute(url, RawInsert.TABLE);
        return new RowsByCopy(DriverManager.getConnection(url));
    }

    /** Copies five rows of each of so many new orders, and answers how many nanoseconds it took. */
    long copy(int orders) throws SQLException {
        long begun = System.nanoTime();
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
        for (int left = orders; left > 0; left -= Rows.ORDERS) {
            int length = rows.write(Math.min(left, Rows.ORDERS));
            copy.writeToCopy(rows.bytes(), 0, length);
        }
        long copied = copy.endCopy();
        long nanos = System.nanoTime() - begun;
        if (copied != (long) orders * LifeOfAnOrder.STATUSES.size()) {
            throw new IllegalStateException("COPY took " + copied + " rows of " + orders + " orders");
        }
        return nanos;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
