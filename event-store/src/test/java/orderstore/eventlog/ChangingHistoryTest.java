package orderstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PostgreSQL itself keeps history as it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangingHistoryTest {

    private final LogFixture fixture = new LogFixture();

    @BeforeAll
    void an_event() {
        fixture.append("a", 1);
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update order_event set payload = '{}'",
                "delete from order_event",
                "truncate order_event",
                "drop table order_event",
                "alter table order_event disable trigger all",
                "delete from order_head",
                "truncate order_head",
            })
    void the_application_may_not(String change) {
        assertThatThrownBy(() -> execute(fixture.connections, change))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update order_event set payload = '{}'",
                "delete from order_event",
                "truncate order_event",
                "update %s set payload = '{}'",
                "delete from %s",
                "truncate %s",
                "set session_replication_role = replica; delete from order_event",
            })
    void not_even_the_owner_may(String change) {
        String partition =
                fixture.query("select tableoid::regclass from order_event").getFirst();

        assertThatThrownBy(() -> execute(fixture.database.owner(), change.formatted(partition)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("The log is append-only");
        assertThat(fixture.query("select payload from order_event")).containsExactly("{\"n\":1}");
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
