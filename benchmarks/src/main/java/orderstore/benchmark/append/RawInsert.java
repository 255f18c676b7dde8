package orderstore.benchmark.append;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import orderstore.benchmark.Caller;
import orderstore.benchmark.Contender;
import orderstore.benchmark.Server;
import orderstore.order.OrderEvent.StatusChanged;
import orderstore.order.RecordChange;
import orderstore.order.wire.OrderEventJson;

/**
 * The limit of one insert a transaction: the same row into a table like a partition of the log, with its indexes,
 * without a version check, a head, a lock or a total order.
 */
public final class RawInsert implements Contender {

    public static final String TABLE = """
            create table raw_event (like order_event including defaults including constraints including indexes);
            create unique index on raw_event (position)
            """;

    private static final String INSERT = """
            insert into raw_event
              (position, recorded_at, opened_on, version, order_id, event_type, payload, metadata, hash)
            values (?, ?, ?, ?, ?, 'order.status-changed.v1', ?, ?, ?)
            """;

    private final HikariDataSource database;
    private final AtomicLong position = new AtomicLong();

    private RawInsert(HikariDataSource database) {
        this.database = database;
    }

    /** On a database of its own with 32 connections. */
    public static Contender on(Server server) throws SQLException {
        String url = server.migrated("raw");
        Server.execute(url, TABLE);
        return new RawInsert(Server.pool(url, 32));
    }

    @Override
    public ThreadFactory threads() {
        return Thread.ofPlatform().factory();
    }

    /** One connection for each caller, for as long as the pool lives. */
    @Override
    public Caller newCaller() {
        var life = new OrderLife();
        return () -> {
            try (Connection connection = database.getConnection()) {
                insert(connection, life.next());
            }
        };
    }

    private void insert(Connection connection, RecordChange change) throws SQLException {
        var event = new StatusChanged(change.claim(), null);
        byte[] hash = new byte[32];
        ThreadLocalRandom.current().nextBytes(hash);
        long next = position.incrementAndGet();
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setLong(1, next);
            statement.setTimestamp(2, Timestamp.from(Instant.now()));
            statement.setObject(3, LocalDate.of(2026, 11, 1));
            statement.setInt(4, OrderLife.STATUSES.indexOf(change.claim().status()) + 1);
            statement.setString(5, change.orderId().value());
            statement.setString(6, OrderEventJson.write(event));
            statement.setString(7, "{\"actor\":\"wms\",\"traceId\":\"" + OrderLife.traceId() + "\"}");
            statement.setBytes(8, hash);
            statement.executeUpdate();
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
