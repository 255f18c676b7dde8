package orderstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import orderstore.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node that freezes, or is cut off, while it holds the append lock. */
class FreezingWithTheLockTest {

    private static final AppendLimits IMPATIENT = new AppendLimits(10, 1_000, 10, Duration.ofSeconds(1));

    private final LogFixture fixture = new LogFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void it_stops_the_others_until_its_transaction_times_out_and_no_longer() throws Exception {
        assumeThat(fixture.query("select 1 from pg_settings where name = 'transaction_timeout'"))
                .as("PostgreSQL 17 or newer")
                .isNotEmpty();
        var server = URI.create(fixture.database.url().substring("jdbc:".length()));
        try (var proxy = new FreezingProxy(server.getHost(), server.getPort());
                HikariDataSource connections = through(proxy);
                var frozen = new GroupCommit(new AppendTransaction(connections), IMPATIENT, AppendObserver.NONE)) {
            frozen.append(LogFixture.event("before", 1));
            proxy.freeze();
            var lost = CompletableFuture.runAsync(() -> frozen.append(LogFixture.event("lost", 1)));
            proxy.awaitFrozen();
            Await.until("the frozen node holds the lock", () -> holdersOfTheLock() == 1);

            Appended other = fixture.append("other", 1);

            assertThat(other.position())
                    .as("what the frozen node sent is undone")
                    .isEqualTo(2);
            assertThat(fixture.query("select order_id from order_event order by position"))
                    .containsExactly("before", "other");
            assertThat(lost.handle((done, failure) -> failure))
                    .succeedsWithin(Duration.ofSeconds(60))
                    .isNotNull();
        }
    }

    private int holdersOfTheLock() {
        return fixture.query("select 1 from pg_locks where locktype = 'advisory' and granted and objsubid = 1")
                .size();
    }

    private HikariDataSource through(FreezingProxy proxy) {
        var config = new HikariConfig();
        config.setJdbcUrl(fixture.database.url().replaceFirst("//[^/]+/", "//127.0.0.1:" + proxy.port() + "/"));
        config.setConnectionInitSql("set role orderstore_app; set transaction_timeout = 2000");
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(2_000);
        return new HikariDataSource(config);
    }
}
