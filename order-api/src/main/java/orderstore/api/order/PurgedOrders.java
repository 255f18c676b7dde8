package orderstore.api.order;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import orderstore.api.problem.Problem;
import orderstore.eventlog.PurgedStreams;
import orderstore.order.OrderId;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Says of an order that the log has nothing of whether retention has purged it. */
@Component
public class PurgedOrders {

    private final PurgedStreams purged;

    PurgedOrders(PurgedStreams purged) {
        this.purged = purged;
    }

    /** Why there is nothing of an order and never will be again; empty if it was never purged. */
    public Optional<Problem> problem(String orderId) {
        var receipt = purged.receipt(orderId);
        return receipt.isPresent() ? Optional.of(problem(orderId, receipt.getAsLong())) : Optional.empty();
    }

    /** The same of several, those that were purged. */
    Map<OrderId, Problem> problems(Collection<OrderId> orders) {
        var problems = new HashMap<OrderId, Problem>();
        purged.receipts(orders.stream().map(OrderId::value).toList())
                .forEach((order, receipt) -> problems.put(new OrderId(order), problem(order, receipt)));
        return problems;
    }

    private static Problem problem(String orderId, long receipt) {
        return new Problem(
                "order-purged",
                "Retention has purged the order",
                HttpStatus.GONE,
                "Order " + orderId + " was purged, as receipt " + receipt + " tells; its id is never used again.",
                Map.of("orderId", orderId, "receipt", Long.toString(receipt)));
    }
}
