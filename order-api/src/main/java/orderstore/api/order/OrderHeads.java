package orderstore.api.order;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import orderstore.api.problem.Problem;
import orderstore.eventlog.HeadWithLast;
import orderstore.eventlog.History;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.StoredHead;
import orderstore.order.ChangeId;
import orderstore.order.OrderId;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Finds what a path names, or says in a problem why it cannot. */
@Component
class OrderHeads {

    private final LogReader log;
    private final PurgedOrders purged;

    OrderHeads(LogReader log, PurgedOrders purged) {
        this.log = log;
        this.purged = purged;
    }

    /**
     * The head of an order that a path names.
     *
     * @throws orderstore.api.problem.ProblemException if it is not an order's id, or there is no such order, or no longer
     */
    StoredHead head(String orderId) {
        return known(orderId, log::head);
    }

    /**
     * The same with the order's last change.
     *
     * @throws orderstore.api.problem.ProblemException if it is not an order's id, or there is no such order, or no longer
     */
    HeadWithLast headWithLast(String orderId) {
        return known(orderId, log::headWithLast);
    }

    /**
     * The same with all of the order's changes, if it has few.
     *
     * @throws orderstore.api.problem.ProblemException if it is not an order's id, or there is no such order, or no longer
     */
    History history(String orderId) {
        return known(orderId, log::history);
    }

    private <H> H known(String orderId, Function<String, Optional<H>> read) {
        String valid = valid("orderId", orderId, OrderId::new).value();
        return read.apply(valid)
                .orElseThrow(() ->
                        purged.problem(valid).orElseGet(() -> unknown(valid)).exception());
    }

    /** Why the history of an order is not there whose head was: retention has taken both meanwhile. */
    RuntimeException gone(String orderId) {
        return purged.problem(orderId)
                .<RuntimeException>map(Problem::exception)
                .orElseGet(() -> new IllegalStateException("Order " + orderId + " has a head, and no history."));
    }

    private static Problem unknown(String orderId) {
        return new Problem(
                "order-unknown",
                "There is no such order",
                HttpStatus.NOT_FOUND,
                "Order " + orderId + " has no changes; its first one would make it.",
                Map.of("orderId", orderId));
    }

    static ChangeId changeId(String changeId) {
        return valid("changeId", changeId, ChangeId::new);
    }

    private static <T> T valid(String name, String value, Function<String, T> type) {
        try {
            return type.apply(value);
        } catch (IllegalArgumentException e) {
            throw Problem.invalidRequest("/" + name, String.valueOf(e.getMessage()))
                    .exception();
        }
    }
}
