package orderstore.api.log;

import orderstore.order.Order;
import orderstore.order.OrderAggregate;
import orderstore.order.OrderId;
import org.axonframework.eventsourcing.AggregateCacheEntry;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.NoSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.SnapshotTriggerDefinition;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.RepositoryProvider;
import org.axonframework.modelling.command.inspection.AggregateModel;
import org.jspecify.annotations.Nullable;

/** An order that was changed beside Axon, kept as Axon keeps its own; it becomes an aggregate when Axon asks. */
final class KeptOrder extends AggregateCacheEntry<OrderAggregate> {

    private static final long serialVersionUID = 1;

    private final transient OrderId id;
    private final transient Order order;

    KeptOrder(OrderId id, Order order) {
        super(aggregate(id, order, null, null, null));
        this.id = id;
        this.order = order;
    }

    Order order() {
        return order;
    }

    @Override
    public EventSourcedAggregate<OrderAggregate> recreateAggregate(
            @Nullable AggregateModel<OrderAggregate> model,
            @Nullable EventStore store,
            @Nullable RepositoryProvider repositories,
            @Nullable SnapshotTriggerDefinition snapshots) {
        return aggregate(id, order, model, store, repositories);
    }

    private static EventSourcedAggregate<OrderAggregate> aggregate(
            OrderId id,
            Order order,
            @Nullable AggregateModel<OrderAggregate> model,
            @Nullable EventStore store,
            @Nullable RepositoryProvider repositories) {
        return EventSourcedAggregate.reconstruct(
                new OrderAggregate(id, order),
                model,
                order.version() - 1L,
                false,
                store,
                repositories,
                NoSnapshotTriggerDefinition.TRIGGER);
    }
}
