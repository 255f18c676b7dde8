package orderstore.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of its own on the test server, empty or with the product's schema; dropped when closed. */
public final class TestDatabase implements AutoCloseable {

    private final String name =
            "test_" + UUID.randomUUID().toString().replace('-', '_').toLowerCase(Locale.ROOT);

    private TestDatabase(String template) {
        execute(TestServer.URL, "create database " + name + " template " + template);
    }

    /** What is migrated once, since that takes longer than most tests. */
    private static final class Migrated {

        static final TestDatabase ONCE = migrate();

        private static TestDatabase migrate() {
            TestDatabase database = empty();
            Flyway.configure().dataSource(database.owner()).load().migrate();
            makePartitions(database);
            if (TestServer.STAYS) {
                Runtime.getRuntime().addShutdownHook(new Thread(database::close));
            }
            return database;
        }
    }

    /** A database without any table. */
    public static TestDatabase empty() {
        return new TestDatabase("template1");
    }

    /** A database with the product's schema and its partitions. */
    public static TestDatabase migrated() {
        var database = new TestDatabase(Migrated.ONCE.name);
        makePartitions(database); // It may be another month by now.
        return database;
    }

    private static void makePartitions(TestDatabase database) {
        database.execute("select make_order_event_partitions(3)");
    }

    /** A JDBC URL with the credentials of the owner in it. */
    public String url() {
        return TestServer.URL.replaceFirst("/[^/?]+(\\?|$)", "/" + name + "$1");
    }

    /** Connections as the owner of the tables. */
    public PGSimpleDataSource owner() {
        var owner = new PGSimpleDataSource();
        owner.setUrl(url());
        return owner;
    }

    /** A pool of connections as the application's role, which plan as the application's do. */
    public HikariDataSource application(int connections) {
        var config = new HikariConfig();
        config.setJdbcUrl(url());
        config.setConnectionInitSql(
                "set role orderstore_app; set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set jit = off");
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    /** A pool of connections as the role of retention. */
    public HikariDataSource retention(int connections) {
        var config = new HikariConfig();
        config.setJdbcUrl(url());
        config.setConnectionInitSql("set role orderstore_retention; set lock_timeout = '5s'");
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    /** Runs one statement as the owner. */
    public void execute(String sql) {
        execute(url(), sql);
    }

    /** All rows of a query that the owner asks, the columns as text joined by blanks. */
    public List<String> rows(String sql) {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            var lines = new ArrayList<String>();
            while (rows.next()) {
                var line = new ArrayList<String>();
                for (int column = 1; column <= columns; column++) {
                    line.add(rows.getString(column));
                }
                lines.add(String.join(" ", line));
            }
            return lines;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        execute(TestServer.URL, "drop database " + name + " with (force)");
    }

    private static void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
