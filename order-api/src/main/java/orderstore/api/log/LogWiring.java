package orderstore.api.log;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Objects;
import javax.sql.DataSource;
import orderstore.eventlog.AppendLimits;
import orderstore.eventlog.LogImport;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.LogTail;
import orderstore.eventlog.NodeLink;
import orderstore.eventlog.PostgresEventStorageEngine;
import orderstore.eventlog.PurgedStreams;
import orderstore.order.OrderAggregate;
import orderstore.order.wire.OrderEventSerializer;
import orderstore.order.wire.Provenance;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The log as Axon's event store, the aggregate over it, and the bus that leads there. */
@Configuration(proxyBeanMethods = false)
class LogWiring {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    @DependsOnDatabaseInitialization
    LogReader logReader(DataSource database) {
        return new LogReader(database);
    }

    @Bean
    @DependsOnDatabaseInitialization
    PurgedStreams purgedStreams(DataSource database) {
        return new PurgedStreams(database);
    }

    @Bean
    @Qualifier("eventSerializer")
    Serializer eventSerializer() {
        return new OrderEventSerializer();
    }

    /**
     * The writer's own connection, so that appends do not wait for readers, and so that PostgreSQL itself ends a
     * transaction after the deadline, also one whose node froze or was cut off while it held the append lock. For that
     * it must be version 17 or newer: before, nothing limits the time between the execution of a statement and the
     * client's word that it was the last.
     *
     * <p>A lock is waited for a little less long, since whoever waits in vain is told by an error, after which it is
     * certain that nothing was appended; the end of a transaction's time is the end of its session.
     *
     * <p>A server that is silent for longer than anybody waits is given up, so that the next appends find another.
     */
    @Bean(defaultCandidate = false)
    @Qualifier("writer")
    HikariDataSource writerConnection(HikariDataSource pool, LogSettings settings) {
        var config = new HikariConfig();
        pool.copyStateTo(config);
        config.setDataSource(TailWiring.apart(pool, silence(settings))); // The properties are still the pool's own.
        config.setPoolName("log-writer");
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(1);
        config.setConnectionInitSql("""
                %s;
                set lock_timeout = %3$d;
                set statement_timeout = %2$d;
                select set_config(name, '%2$d', false) from pg_settings where name = 'transaction_timeout'
                """.formatted(
                        Objects.requireNonNullElse(pool.getConnectionInitSql(), ""),
                        settings.deadline().toMillis(),
                        settings.deadline().toMillis() * 9 / 10));
        return new HikariDataSource(config);
    }

    /** In whole seconds, as the driver wants it: the callers of an append have given it up by then. */
    private static long silence(LogSettings settings) {
        return Math.ceilDiv(settings.deadline().multipliedBy(2).toMillis(), 1_000) + 1;
    }

    @Bean
    AppendLimits appendLimits(LogSettings settings) {
        return settings.appendLimits();
    }

    @Bean
    @DependsOnDatabaseInitialization
    PostgresEventStorageEngine eventStorageEngine(
            @Qualifier("writer") HikariDataSource writer,
            LogReader reader,
            @Qualifier("eventSerializer") Serializer serializer,
            AppendLimits limits,
            MeterRegistry metrics,
            LogTail tail,
            NodeLink link) {
        var observer = new AppendMetrics(metrics, events -> {
            tail.committed(events);
            link.tell(events.getLast().position());
        });
        var engine =
                new PostgresEventStorageEngine(writer, reader, serializer, "Order", new OrderState(), limits, observer);
        Gauge.builder("orderstore.log.append.queue", engine, PostgresEventStorageEngine::queued)
                .description("Appends that wait to be written")
                .register(metrics);
        return engine;
    }

    /** Followers are told of what is imported as of what is appended. */
    @Bean
    @DependsOnDatabaseInitialization
    LogImport logImport(DataSource database, LogTail tail, NodeLink link) {
        return new LogImport(database, position -> {
            tail.committed(position);
            link.tell(position);
        });
    }

    @Bean
    AggregateCache aggregateCache(LogSettings settings, MeterRegistry metrics) {
        return new AggregateCache(settings.cachedOrders(), settings.cacheSize().toBytes(), metrics);
    }

    /** Registered here, so that the domain needs no Spring. */
    @Bean
    ConfigurerModule aggregates(AggregateCache cache, LogSettings settings) {
        return configurer ->
                configurer.configureAggregate(AggregateConfigurer.defaultConfiguration(OrderAggregate.class)
                        .configureCommandTargetResolver(configuration -> OrderAggregate::target)
                        .configureLockFactory(configuration -> new OrderLocks(settings.deadline()))
                        .configureCache(configuration -> cache));
    }

    @Bean
    CorrelationDataProvider provenance() {
        return new SimpleCorrelationDataProvider(Provenance.ACTOR, Provenance.TRACE_ID);
    }

    /** Without a transaction of its own: the log begins and ends the only one there is. */
    @Bean
    SimpleCommandBus commandBus(CorrelationDataProvider provenance) {
        SimpleCommandBus bus = SimpleCommandBus.builder()
                .transactionManager(NoTransactionManager.INSTANCE)
                .build();
        bus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(provenance));
        return bus;
    }
}
