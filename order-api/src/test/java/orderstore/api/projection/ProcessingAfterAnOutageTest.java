package orderstore.api.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import orderstore.api.security.RunningServer;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** A projection goes on by itself soon after the database is back. */
@TestPropertySource(
        properties = {
            "spring.datasource.hikari.connection-timeout=300",
            "spring.datasource.hikari.validation-timeout=250"
        })
class ProcessingAfterAnOutageTest extends RunningServer {

    @Test
    void a_projection_goes_on_within_seconds() throws Exception {
        var name = database().owner().getURL().replaceAll(".*/([^/?]+)\\?.*", "$1");
        try (var server = DriverManager.getConnection(database().url().replace("/" + name, "/postgres"));
                var statement = server.createStatement()) {
            statement.execute("alter database " + name + " allow_connections false");
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
            long began = System.nanoTime(); // Long enough for Axon to wait 16 seconds between its attempts.
            Await.until(
                    "the next attempt is far away",
                    () -> System.nanoTime() - began > TimeUnit.SECONDS.toNanos(16)
                            && get("/v1/admin/projections", operatorKey()).status() == 503);
            statement.execute("alter database " + name + " allow_connections true");
        }
        long back = System.nanoTime();
        Await.until(
                "the database is back",
                () -> get("/v1/admin/projections", operatorKey()).status() == 200);
        long position = send(
                        "PUT",
                        "/v1/orders/o-" + UUID.randomUUID() + "/status-changes/c-1",
                        operatorKey(),
                        "{\"status\":\"PLACED\"}")
                .json()
                .get("position")
                .asLong();
        Await.until(
                "what came after it is in",
                () -> get("/v1/admin/projections/overview", operatorKey())
                                .json()
                                .path("position")
                                .asLong(0)
                        >= position);
        assertThat(System.nanoTime() - back).isLessThan(TimeUnit.SECONDS.toNanos(15));
    }
}
