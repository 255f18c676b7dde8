package orderstore.projection.processing;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import orderstore.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Processors that lost the database are at work again soon after it is back, however long it was away. */
class ComingBackAfterAnOutageTest {

    private final Nodes nodes = new Nodes();

    @AfterEach
    void close() {
        nodes.close();
    }

    @Test
    void processors_do_not_wait_longer_than_the_outage() {
        var outage = new Outage(nodes.log.connections);
        Projections node = nodes.start(Duration.ofSeconds(2), outage);
        Nodes.awaitPosition(node, nodes.append("o-1", 1, "PLACED"));

        outage.on = true;
        long missed = nodes.append("o-1", 2, "PACKED");
        long began = System.nanoTime();
        Await.until("the next attempt is seconds away", () -> System.nanoTime() - began > TimeUnit.SECONDS.toNanos(8));
        assertThat(Nodes.standing(node).position()).isEqualTo(missed - 1);
        outage.on = false;

        long back = System.nanoTime();
        node.align();
        Nodes.awaitPosition(node, missed);
        assertThat(System.nanoTime() - back).isLessThan(TimeUnit.SECONDS.toNanos(5));
    }

    @Test
    void connections_that_break_cost_a_moment() {
        var config = new HikariConfig();
        config.setJdbcUrl(nodes.log.database.url());
        config.setConnectionInitSql("set role orderstore_app; set application_name = 'processors'");
        try (var own = new HikariDataSource(config)) {
            Projections node = nodes.start(Duration.ofSeconds(2), own);
            Nodes.awaitPosition(node, nodes.append("o-1", 1, "PLACED"));

            for (int version = 2; version <= 6; version++) {
                nodes.lines("""
                        select pg_terminate_backend(pid)::text
                        from pg_stat_activity
                        where application_name = 'processors'
                          and datname = current_database()
                        """);
                long next = nodes.append("o-1", version, "PACKED");
                node.align();
                Nodes.awaitPosition(node, next);
            }

            assertThat(Nodes.standing(node).failure()).isNull();
            assertThat(nodes.lines("select version::text from order_overview")).containsExactly("6");
            assertThat(Nodes.standing(node).deadLetters()).isZero();
            node.close();
        }
    }

    /** Connections that can be refused for a while. */
    private static final class Outage extends DelegatingDataSource {

        private volatile boolean on;

        Outage(DataSource connections) {
            super(connections);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (on) {
                throw new SQLTransientConnectionException("The database is away.");
            }
            return super.getConnection();
        }
    }
}
