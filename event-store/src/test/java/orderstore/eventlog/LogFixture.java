package orderstore.eventlog;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import orderstore.testing.Await;
import orderstore.testing.TestDatabase;

/** A log in a database of its own, and what tests ask of it. */
final class LogFixture implements AutoCloseable {

    final TestDatabase database = TestDatabase.migrated();
    final HikariDataSource connections = database.application(80);
    final AppendTransaction log = new AppendTransaction(connections);
    final GroupCommit writer = new GroupCommit(log, AppendLimits.DEFAULT, AppendObserver.NONE);
    final LogReader reader = new LogReader(connections);

    Appended append(String stream, int version) {
        return writer.append(event(stream, version));
    }

    static NewEvent event(String stream, int version) {
        return new NewEvent(
                stream, version, "order.status-changed.v1", "{\"n\":" + version + "}", "{}", "{\"v\":" + version + "}");
    }

    void awaitOneWaitingForTheLock() {
        Await.until(
                "one waits for the append lock",
                () -> !query("select 1 from pg_locks where locktype = 'advisory' and not granted")
                        .isEmpty());
    }

    /** All rows of a query, the columns as text joined by blanks. */
    List<String> query(String sql) {
        return database.rows(sql);
    }

    @Override
    public void close() {
        writer.close();
        connections.close();
        database.close();
    }
}
