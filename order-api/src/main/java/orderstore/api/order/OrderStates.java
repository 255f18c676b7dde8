package orderstore.api.order;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import orderstore.api.log.AggregateCache;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.StoredEvent;
import orderstore.eventlog.StoredHead;
import orderstore.order.Change;
import orderstore.order.Order;
import orderstore.order.OrderId;
import orderstore.order.wire.OrderEventJson;
import org.springframework.stereotype.Component;

/** Many orders at once, as they are in memory or else in the log; a few queries for all that are not in memory. */
@Component
class OrderStates {

    /** So many events at most are read at once. */
    private static final int PAGE = 1_000;

    private final LogReader log;
    private final AggregateCache cache;

    OrderStates(LogReader log, AggregateCache cache) {
        this.log = log;
        this.cache = cache;
    }

    /** Each of the orders; one without a change is {@link Order#NONE}. What was in memory may be stale. */
    Map<OrderId, Order> of(List<OrderId> ids) {
        var orders = new HashMap<OrderId, Order>();
        var missing = new ArrayList<OrderId>();
        for (OrderId id : ids) {
            Order cached = cache.order(id);
            orders.put(id, cached == null ? Order.NONE : cached);
            if (cached == null) {
                missing.add(id);
            }
        }
        if (!missing.isEmpty()) {
            read(missing).forEach((id, order) -> {
                orders.put(id, order);
                cache.put(id, order);
            });
        }
        return orders;
    }

    private Map<OrderId, Order> read(List<OrderId> ids) {
        var orders = new HashMap<OrderId, Order>();
        var together = new ArrayList<String>();
        int events = 0;
        for (StoredHead head :
                log.heads(ids.stream().map(OrderId::value).toList()).values()) {
            if (head.version() > PAGE) {
                readLong(head, orders);
            } else {
                if (events + head.version() > PAGE) {
                    fold(log.streams(together), orders);
                    together.clear();
                    events = 0;
                }
                together.add(head.stream());
                events += head.version();
            }
        }
        if (!together.isEmpty()) {
            fold(log.streams(together), orders);
        }
        return orders;
    }

    private void readLong(StoredHead head, Map<OrderId, Order> orders) {
        String stream = head.stream();
        List<StoredEvent> part = log.stream(stream, 1, head.version(), false, PAGE);
        while (!part.isEmpty()) {
            fold(part, orders);
            int last = part.getLast().version();
            part = last == head.version() ? List.of() : log.stream(stream, last + 1, head.version(), false, PAGE);
        }
    }

    private static void fold(List<StoredEvent> events, Map<OrderId, Order> orders) {
        for (StoredEvent stored : events) {
            var event = OrderEventJson.read(stored.type(), stored.payload());
            var change = new Change(stored.version(), event, stored.recordedAt());
            orders.merge(
                    new OrderId(stored.stream()), Order.NONE.evolve(change), (order, first) -> order.evolve(change));
        }
    }
}
