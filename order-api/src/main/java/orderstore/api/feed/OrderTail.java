package orderstore.api.feed;

import java.util.List;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.StoredEvent;
import orderstore.order.OrderId;

/** One order's events by position: read by version, which goes up with it. Not for concurrent use. */
final class OrderTail {

    private static final int CHUNK = 1_000;

    private final LogReader log;
    private final OrderId order;
    private int nextVersion = 1;

    OrderTail(LogReader log, OrderId order) {
        this.log = log;
        this.order = order;
    }

    /** The next events after a position, none only at the end; positions must be asked for in order. */
    List<StoredEvent> after(long position) {
        while (true) {
            List<StoredEvent> events = log.stream(order.value(), nextVersion, Integer.MAX_VALUE, false, CHUNK);
            if (events.isEmpty()) {
                return events;
            }
            nextVersion = events.getLast().version() + 1;
            List<StoredEvent> later =
                    events.stream().filter(event -> event.position() > position).toList();
            if (!later.isEmpty()) {
                return later;
            }
        }
    }
}
