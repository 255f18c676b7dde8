package orderstore.benchmark;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;

/** A fresh PostgreSQL that writes as durably as in production; its data goes when it is closed. */
public final class Server implements AutoCloseable {

    private final EmbeddedPostgres server;

    private Server(EmbeddedPostgres server) {
        this.server = server;
    }

    public static Server start() throws IOException {
        return new Server(EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "100")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("shared_buffers", quarterOfMemory())
                .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                .start());
    }

    /** As PostgreSQL's manual has it for a server of its own; the default is for one that must start anywhere. */
    private static String quarterOfMemory() {
        return (Machine.memoryBytes() >> 22) + "MB";
    }

    /** The JDBC URL of the superuser in a new database with the product's schema. */
    public String migrated(String database) throws SQLException {
        String url = empty(database);
        Flyway.configure().dataSource(url, "postgres", "").load().migrate();
        execute(url, "select make_order_event_partitions(3)");
        return url;
    }

    /** The JDBC URL of the superuser in a new, empty database. */
    public String empty(String database) throws SQLException {
        execute(server.getJdbcUrl("postgres", "postgres"), "create database " + database);
        return server.getJdbcUrl("postgres", database);
    }

    /** The JDBC URL of the superuser in a new database that is as another one, which nobody is connected to. */
    public String copied(String from, String database) throws SQLException {
        execute(server.getJdbcUrl("postgres", "postgres"), "create database " + database + " template " + from);
        return server.getJdbcUrl("postgres", database);
    }

    /** Drops a database, which nobody is connected to. */
    public void drop(String database) throws SQLException {
        execute(server.getJdbcUrl("postgres", "postgres"), "drop database " + database + " with (force)");
    }

    /** A pool of at most so many connections, which stay; none of them runs as a role of its own. */
    public static HikariDataSource pool(String url, int connections) {
        // As the product does.
        return pool(
                url, connections, "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set jit = off");
    }

    /** The same for those who keep read models up to date, as the product gives them. */
    public static HikariDataSource projectionPool(String url, int connections) {
        return pool(
                url,
                connections,
                "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set jit = off; "
                        + "set synchronous_commit = off");
    }

    /** The same with the server's own settings. */
    public static HikariDataSource plainPool(String url, int connections) {
        return pool(url, connections, "select 1");
    }

    private static HikariDataSource pool(String url, int connections, String begin) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(60_000);
        config.setConnectionInitSql(begin);
        return new HikariDataSource(config);
    }

    public static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The one number that a query answers. */
    public static long number(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    String version() throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.getJdbcUrl("postgres", "postgres"))) {
            return connection.getMetaData().getDatabaseProductVersion();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
