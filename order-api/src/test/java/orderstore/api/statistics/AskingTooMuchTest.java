package orderstore.api.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import orderstore.api.security.RunningServer;
import org.junit.jupiter.api.Test;

/** Statistics that the database does not come up with are given up. */
class AskingTooMuchTest extends RunningServer {

    @Test
    void who_asks_for_what_takes_too_long_is_told_to_come_again() throws Exception {
        assertThat(get("/v1/statistics", operatorKey()).status()).isEqualTo(200);
        try (Connection holding = database().owner().getConnection();
                Statement statement = holding.createStatement()) {
            holding.setAutoCommit(false);
            statement.execute("lock table status_change_count_1 in access exclusive mode");

            Answer answer = get("/v1/statistics", operatorKey());

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.problem()).isEqualTo("unavailable");
            assertThat(answer.header("Retry-After")).isNotNull();
        }
    }
}
