package orderstore.api.log;

import java.time.Instant;
import java.util.Objects;
import orderstore.eventlog.StreamState;
import orderstore.order.PendingChange;
import orderstore.order.wire.OrderSummaryJson;
import org.axonframework.eventhandling.DomainEventMessage;

/** What the log keeps of an order, and the time that it tells the order, both by way of the pending change. */
final class OrderState implements StreamState {

    @Override
    public String after(DomainEventMessage<?> event) {
        return OrderSummaryJson.write(pending(event).summary());
    }

    @Override
    public void recorded(DomainEventMessage<?> event, Instant recordedAt) {
        pending(event).recorded().accept(recordedAt);
    }

    private static PendingChange pending(DomainEventMessage<?> event) {
        return (PendingChange) Objects.requireNonNull(event.getMetaData().get(PendingChange.KEY));
    }
}
