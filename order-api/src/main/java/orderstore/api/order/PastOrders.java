package orderstore.api.order;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import orderstore.api.problem.Problem;
import orderstore.api.problem.ProblemException;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.StoredEvent;
import orderstore.eventlog.StoredHead;
import orderstore.order.Change;
import orderstore.order.Retrospect;
import orderstore.order.Retrospect.Past;
import orderstore.order.wire.OrderEventJson;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** What an order was at a time, and what this store would have answered then. It reads the order's history. */
@Component
class PastOrders {

    private static final int CHUNK = 1_000;

    private final OrderHeads orders;
    private final LogReader log;

    PastOrders(OrderHeads orders, LogReader log) {
        this.orders = orders;
        this.log = log;
    }

    /**
     * An order as it was.
     *
     * @param last the change that tells it
     */
    record Found(Past past, StoredEvent last) {}

    /**
     * An order in the past.
     *
     * @param asOf when it was so; null: when it was asked for
     * @param asKnownAt what was recorded later does not count; null: everything counts
     * @throws ProblemException if it was nothing then, or was purged meanwhile
     */
    Found find(StoredHead head, @Nullable Instant asOf, @Nullable Instant asKnownAt) {
        Retrospect told = read(head, asKnownAt);
        Past past = asOf == null ? told.known() : told.at(asOf);
        if (past == null) {
            throw unknown(head.stream(), told.known() == null ? asKnownAt : asOf, told.known());
        }
        return new Found(past, part(head, past.version(), past.version()).getFirst());
    }

    private Retrospect read(StoredHead head, @Nullable Instant asKnownAt) {
        var told = new Retrospect();
        int next = 1;
        while (next <= head.version()) {
            for (StoredEvent event : part(head, next, head.version())) {
                if (asKnownAt != null && event.recordedAt().isAfter(asKnownAt)) {
                    return told;
                }
                told.add(new Change(
                        event.version(), OrderEventJson.read(event.type(), event.payload()), event.recordedAt()));
                next = event.version() + 1;
            }
        }
        return told;
    }

    private List<StoredEvent> part(StoredHead head, int from, int to) {
        List<StoredEvent> part = log.stream(head.stream(), from, to, false, CHUNK);
        if (part.isEmpty()) {
            throw orders.gone(head.stream());
        }
        return part;
    }

    private static ProblemException unknown(String orderId, @Nullable Instant time, @Nullable Past known) {
        String why = known == null
                ? "Nothing was recorded of order %s until %s.".formatted(orderId, time)
                : "Order %s had no status at %s: by what is known of it, its first change happened at %s."
                        .formatted(orderId, time, known.openedAt());
        return new Problem(
                        "order-unknown",
                        "There was no such order",
                        HttpStatus.NOT_FOUND,
                        why,
                        Map.of("orderId", orderId))
                .exception();
    }
}
