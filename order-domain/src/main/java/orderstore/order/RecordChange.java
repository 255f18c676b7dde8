package orderstore.order;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The one command: record this change of this order.
 *
 * @param now the client's request in time; decides where a report without a time of its own belongs
 */
public record RecordChange(
        @TargetAggregateIdentifier OrderId orderId, Claim claim, Expectation expectation, Instant now) {}
