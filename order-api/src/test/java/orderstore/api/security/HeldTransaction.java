package orderstore.api.security;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import orderstore.testing.Await;
import orderstore.testing.TestDatabase;

/** What another node has done to the keys and not yet committed. */
public final class HeldTransaction implements AutoCloseable {
    private final TestDatabase database;
    private final Connection connection;

    public HeldTransaction(TestDatabase database, String sql) throws SQLException {
        this.database = database;
        this.connection = database.owner().getConnection();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Commits once {@code action} waits for this transaction, or has ended without waiting; what it gave. */
    public <T> T commitWhileWaiting(Callable<T> action) throws Exception {
        try (var other = Executors.newVirtualThreadPerTaskExecutor()) {
            var result = other.submit(action);
            Await.until("it waits or has ended", () -> result.isDone() || isSomebodyWaiting());
            connection.commit();
            return result.get();
        }
    }

    private boolean isSomebodyWaiting() throws SQLException {
        try (var observer = database.owner().getConnection();
                var rows = observer.createStatement().executeQuery("""
                        select exists (select
                                         from pg_stat_activity
                                        where datname = current_database()
                                          and wait_event_type = 'Lock')
                        """)) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
