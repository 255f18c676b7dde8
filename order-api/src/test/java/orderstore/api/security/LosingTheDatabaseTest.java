package orderstore.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** What a client is told while the database is away, and that all is well once it is back. */
@TestPropertySource(
        properties = {
            "spring.datasource.hikari.connection-timeout=300",
            "spring.datasource.hikari.validation-timeout=250"
        })
class LosingTheDatabaseTest extends RunningServer {

    @Test
    void requests_are_answered_with_503_until_the_database_is_back() throws Exception {
        var key = operatorKey();
        assertThat(get("/v1/admin/keys", key).status()).isEqualTo(200);
        var name = database().owner().getURL().replaceAll(".*/([^/?]+)\\?.*", "$1");
        try (var server = DriverManager.getConnection(database().url().replace("/" + name, "/postgres"));
                var statement = server.createStatement()) {
            statement.execute("alter database " + name + " allow_connections false");
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");

            var answer = get("/v1/admin/keys", "osk_another");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.problem()).isEqualTo("unavailable");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(get("/v1/admin/keys", key).status()).isEqualTo(503);
            assertThat(get("/v1/admin/keys", null).status()).isEqualTo(401);
            assertThat(get("/actuator/health/liveness", key).status()).isEqualTo(200);
            assertThat(get("/actuator/health/readiness", key).status()).isEqualTo(503);

            statement.execute("alter database " + name + " allow_connections true");
        }
        Await.until(
                "the pool has tried again",
                () -> get("/actuator/health/readiness", key).status() == 200
                        && get("/v1/admin/keys", key).status() == 200);
    }
}
