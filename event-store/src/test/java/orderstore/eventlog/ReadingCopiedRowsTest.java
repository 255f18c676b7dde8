package orderstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Objects;
import orderstore.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows come until they end, are not wanted any more, or the connection is closed. */
class ReadingCopiedRowsTest {

    /** More than is on its way between the server and here. */
    private static final String MANY = "select n::bigint, repeat('x', 10000) from generate_series(1, 10000) n";

    private final TestDatabase database = TestDatabase.empty();

    @AfterEach
    void close() {
        database.close();
    }

    private Connection connection() throws SQLException {
        Connection connection = database.owner().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    @Test
    void all_rows_come_in_their_order() throws SQLException {
        var found = new ArrayList<String>();
        try (Connection connection = connection()) {
            try (var rows = new CopiedRows(connection, "values (1::bigint, 'ä'), (2, null)", 2)) {
                for (CopiedRow row = rows.next(); row != null; row = rows.next()) {
                    found.add(row.longAt(0) + (row.isNull(1) ? "" : row.textAt(1)));
                }
            }
            assertThat(answers(connection)).isTrue();
        }
        assertThat(found).containsExactly("1ä", "2");
    }

    @Test
    void a_time_comes_as_it_was_stored() throws SQLException {
        try (Connection connection = connection();
                var rows = new CopiedRows(
                        connection,
                        "values ('2026-03-01T09:00:00.123456Z'::timestamptz), ('1999-12-31T23:59:59.999999Z')",
                        1)) {
            assertThat(Objects.requireNonNull(rows.next()).instantAt(0))
                    .isEqualTo(Instant.parse("2026-03-01T09:00:00.123456Z"));
            assertThat(Objects.requireNonNull(rows.next()).instantAt(0))
                    .isEqualTo(Instant.parse("1999-12-31T23:59:59.999999Z"));
        }
    }

    @Test
    void who_wants_no_more_rows_may_ask_something_else() throws SQLException {
        try (Connection connection = connection()) {
            try (var rows = new CopiedRows(connection, MANY, 2)) {
                rows.next();
            }
            connection.rollback();

            assertThat(answers(connection)).isTrue();
        }
    }

    @Test
    void a_connection_that_the_other_end_closes_meanwhile_is_closed_here_too() throws Exception {
        var server = URI.create(database.url().substring("jdbc:".length()));
        Connection connection;
        CopiedRows rows;
        try (var proxy = new FreezingProxy(server.getHost(), server.getPort())) {
            connection = DriverManager.getConnection(
                    database.url().replace(":" + server.getPort() + "/", ":" + proxy.port() + "/"));
            connection.setAutoCommit(false);
            rows = new CopiedRows(connection, MANY, 2);
            rows.next();
        }
        try (connection) {
            try (rows) {
                assertThatThrownBy(() -> readAll(rows)).isInstanceOf(SQLException.class);
            }
            assertThatThrownBy(connection::rollback).isInstanceOf(SQLException.class);
            assertThat(connection.isClosed()).isTrue();
        }
    }

    private static void readAll(CopiedRows rows) throws SQLException {
        while (rows.next() != null) {
            // It is not looked at.
        }
    }

    private static boolean answers(Connection connection) throws SQLException {
        return Sql.one(connection, "select true", row -> row.getBoolean(1));
    }
}
