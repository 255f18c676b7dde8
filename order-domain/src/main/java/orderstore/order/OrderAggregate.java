package orderstore.order;

import java.time.Instant;
import orderstore.order.model.StatusModel;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.annotation.SourceId;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Binds the decider to Axon: one command in, at most one event out, a refusal as an answer. */
public final class OrderAggregate {

    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable") // Axon reads it.
    private @Nullable String id;

    private Order order = Order.NONE;

    /** Without a change that the log may still refuse. Others than the one who holds Axon's lock may look at it. */
    private transient volatile Order recorded = Order.NONE;

    OrderAggregate() {}

    /** An order as it is. */
    public OrderAggregate(OrderId id, Order order) {
        this.id = id.value();
        this.order = order;
        this.recorded = order;
    }

    /** Which order a command is for, told once here instead of looked up by annotation for each command. */
    public static VersionedAggregateIdentifier target(CommandMessage<?> command) {
        return new VersionedAggregateIdentifier(
                (Object) ((RecordChange) command.getPayload()).orderId().value(), null);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Decision handle(RecordChange command, StatusModel model) {
        id = command.orderId().value();
        Decision decision = order.decide(command, model);
        if (decision instanceof Decision.Accepted accepted) {
            Order before = order;
            OrderEvent event = accepted.event();
            var pending = new PendingChange(OrderSummary.after(before, event), recordedAt -> {
                order = before.evolve(new Change(accepted.version(), event, recordedAt));
                recorded = order;
            });
            AggregateLifecycle.apply(event, MetaData.with(PendingChange.KEY, pending));
        }
        return decision;
    }

    @EventSourcingHandler
    void on(OrderEvent event, @SourceId String stream, @SequenceNumber long sequence, @Timestamp Instant recordedAt) {
        id = stream;
        order = order.evolve(new Change(Math.toIntExact(sequence + 1), event, recordedAt));
        if (!AggregateLifecycle.isLive()) {
            recorded = order;
        }
    }

    /** The order as the log has it, or had it before others changed it. */
    public Order recorded() {
        return recorded;
    }

    /** About how many bytes of memory it takes. */
    public long bytes() {
        return order.bytes();
    }
}
