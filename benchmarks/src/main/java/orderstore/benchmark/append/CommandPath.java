package orderstore.benchmark.append;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import orderstore.benchmark.Caller;
import orderstore.order.Decision;
import orderstore.order.OrderAggregate;
import orderstore.order.RecordChange;
import orderstore.order.model.StatusModel;
import orderstore.order.model.StatusModelYaml;
import orderstore.order.wire.OrderEventSerializer;
import orderstore.order.wire.Provenance;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;

/** Commands through Axon and the decider into any engine: the same aggregate, serializer and cache for each. */
final class CommandPath implements Commands {

    private final Configuration axon;
    private final Runnable resources;

    /**
     * A path of its own.
     *
     * @param resources what to close with it
     */
    CommandPath(EventStorageEngine engine, TransactionManager transactions, Runnable resources) {
        this.resources = resources;
        var serializer = new OrderEventSerializer();
        var model = defaultModel();
        CommandBus bus =
                SimpleCommandBus.builder().transactionManager(transactions).build();
        bus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(
                new SimpleCorrelationDataProvider(Provenance.ACTOR, Provenance.TRACE_ID)));
        axon = DefaultConfigurer.defaultConfiguration(false)
                .configureSerializer(configuration -> serializer)
                .configureMessageSerializer(configuration -> serializer)
                .configureEventSerializer(configuration -> serializer)
                .configureCommandBus(configuration -> bus)
                .configureTransactionManager(configuration -> transactions)
                .configureEmbeddedEventStore(configuration -> engine)
                .registerComponent(StatusModel.class, configuration -> model)
                .configureAggregate(AggregateConfigurer.defaultConfiguration(OrderAggregate.class)
                        .configureCommandTargetResolver(configuration -> OrderAggregate::target)
                        .configureCache(configuration -> new RecentOrders()))
                .buildConfiguration();
        axon.start();
    }

    private static StatusModel defaultModel() {
        try (InputStream yaml = StatusModel.class.getResourceAsStream("/orderstore/order/status-model.yaml")) {
            return StatusModelYaml.read(
                    new String(Objects.requireNonNull(yaml).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Caller newCaller() {
        return newCaller((order, version) -> {});
    }

    @Override
    public Caller newCaller(Answered answered) {
        var life = new OrderLife();
        CommandBus bus = axon.commandBus();
        return () -> {
            var metadata = MetaData.with(Provenance.ACTOR, "wms").and(Provenance.TRACE_ID, OrderLife.traceId());
            var callback = new FutureCallback<RecordChange, Decision>();
            RecordChange change = life.next();
            bus.dispatch(new GenericCommandMessage<>(change, metadata), callback);
            var result = callback.getResult();
            if (result.isExceptional() || !(result.getPayload() instanceof Decision.Accepted)) {
                throw new IllegalStateException("Not appended: " + result);
            }
            answered.appended(change.orderId().value(), life.version());
        };
    }

    @Override
    public void close() {
        axon.shutdown();
        resources.run();
    }
}
