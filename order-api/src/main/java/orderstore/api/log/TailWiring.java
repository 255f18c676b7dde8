package orderstore.api.log;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Properties;
import javax.sql.DataSource;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.LogTail;
import orderstore.eventlog.NodeLink;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Those who follow the log: what wakes them, on this node and from others, and what is measured of it. */
@Configuration(proxyBeanMethods = false)
class TailWiring {

    /** In seconds; the poll is due more often, and its silence means that the connection is dead. */
    private static final long SILENCE = 10;

    @Bean
    LogTail logTail(LogReader log, InstantSource clock, MeterRegistry metrics) {
        Timer lag = Timer.builder("orderstore.log.tail.lag")
                .description("From the time of recording until those who follow the log on this node are handed it")
                .publishPercentileHistogram()
                .register(metrics);
        var tail = new LogTail(log, clock, (events, late) -> lag.record(late));
        Gauge.builder("orderstore.log.tail.followers", tail, LogTail::followers)
                .description("Those who follow the log on this node: requests that wait and event streams")
                .register(metrics);
        return tail;
    }

    @Bean
    @DependsOnDatabaseInitialization
    NodeLink nodeLink(HikariDataSource pool, LogSettings settings, LogTail tail, MeterRegistry metrics) {
        String begin = Objects.requireNonNullElse(pool.getConnectionInitSql(), "");
        var link = new NodeLink(apart(pool, SILENCE), begin, pool, settings.pollInterval(), tail);
        Gauge.builder("orderstore.log.tail.connected", link, it -> it.isConnected() ? 1 : 0)
                .description("1 while this node hears of what others append, else 0")
                .register(metrics);
        return link;
    }

    /**
     * The same database without the pool, which would want its connection back.
     *
     * @param silence after how many silent seconds a connection is given up
     */
    static DataSource apart(HikariDataSource pool, long silence) {
        var properties = new Properties();
        properties.putAll(pool.getDataSourceProperties());
        properties.setProperty("socketTimeout", Long.toString(silence));
        return new DriverDataSource(
                pool.getJdbcUrl(), pool.getDriverClassName(), properties, pool.getUsername(), pool.getPassword());
    }

    /** Ends all waiting before the web server waits for its requests to end. */
    @Bean
    SmartLifecycle tailRelease(LogTail tail) {
        return new SmartLifecycle() {
            @Override
            public void start() {
                tail.resume();
            }

            @Override
            public void stop() {
                tail.release();
            }

            @Override
            public boolean isRunning() {
                return !tail.isReleased();
            }
        };
    }
}
