package orderstore.api.log;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import javax.sql.DataSource;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.LogTail;
import orderstore.eventlog.NodeLink;
import orderstore.eventlog.PostgresEventStorageEngine;
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
    @Qualifier("eventSerializer")
    Serializer eventSerializer() {
        return new OrderEventSerializer();
    }

    @Bean
    @DependsOnDatabaseInitialization
    PostgresEventStorageEngine eventStorageEngine(
            DataSource database,
            @Qualifier("eventSerializer") Serializer serializer,
            LogSettings settings,
            MeterRegistry metrics,
            LogTail tail,
            NodeLink link) {
        var observer = new AppendMetrics(metrics, position -> {
            tail.committed(position);
            link.tell(position);
        });
        var engine = new PostgresEventStorageEngine(
                database, serializer, "Order", new OrderState(), settings.appendLimits(), observer);
        Gauge.builder("orderstore.log.append.queue", engine, PostgresEventStorageEngine::queued)
                .description("Appends that wait to be written")
                .register(metrics);
        return engine;
    }

    @Bean
    AggregateCache aggregateCache(LogSettings settings, MeterRegistry metrics) {
        return new AggregateCache(settings.cachedOrders(), settings.cacheSize().toBytes(), metrics);
    }

    /** Registered here, so that the domain needs no Spring. */
    @Bean
    ConfigurerModule aggregates(AggregateCache cache) {
        return configurer ->
                configurer.configureAggregate(AggregateConfigurer.defaultConfiguration(OrderAggregate.class)
                        .configureCommandTargetResolver(configuration -> OrderAggregate::target)
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
