package orderstore.api.archive;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import orderstore.order.Change;
import orderstore.order.Order;
import orderstore.order.OrderEvent;
import orderstore.order.OrderSummary;
import orderstore.order.wire.OrderEventJson;
import orderstore.order.wire.OrderSummaryJson;
import orderstore.testing.AgedLog;

/** Orders that were recorded long before the test. */
final class OldOrders {

    private final AgedLog log;
    private final Map<String, Order> orders = new HashMap<>();

    OldOrders(StoredProduct product) {
        this.log = new AgedLog(product.database);
    }

    /** The next change of an order, as if it had been recorded then. */
    void add(String id, Instant recordedAt, OrderEvent event) {
        Order before = orders.getOrDefault(id, Order.NONE);
        log.add(
                id,
                recordedAt,
                OrderEventJson.typeToday(event.getClass()),
                OrderEventJson.write(event),
                OrderSummaryJson.write(OrderSummary.after(before, event)));
        orders.put(id, before.evolve(new Change(before.version() + 1, event, recordedAt)));
    }
}
