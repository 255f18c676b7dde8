package orderstore.api.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import orderstore.api.security.RunningServer;
import org.junit.jupiter.api.Test;

/**
 * Statistics that the database gives up are answered as what may be asked again. Here it gives up waiting for a lock, by
 * {@code lock_timeout}, which is shorter than {@code statement_timeout}.
 */
class AskingTooMuchTest extends RunningServer {

    @Test
    void who_asks_for_what_the_database_gives_up_is_told_to_come_again() throws Exception {
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
