package orderstore.api.feed;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import orderstore.api.order.Corrections;
import orderstore.api.order.StatusChange;
import orderstore.api.page.Page;
import orderstore.api.page.QueryParameters;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.StoredEvent;
import orderstore.order.OrderId;
import orderstore.order.model.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The log as pages, from after a position. */
@RestController
class FeedController {

    private static final int MAX_ORDER_ID = 64;

    /** So many events are read at once when a filter is looked for. */
    private static final int CHUNK = 1_000;

    /** A page ends where it outgrows this in payload, so that large changes do not fill the memory. */
    private static final int MAX_CHARACTERS = 1 << 20;

    private final LogReader log;
    private final Corrections corrections;

    FeedController(LogReader log, Corrections corrections) {
        this.log = log;
        this.corrections = corrections;
    }

    /** {@code next} is where to go on: the last item's position, or the one asked for while there is none. */
    @GetMapping(path = "/v1/status-changes", produces = APPLICATION_JSON_VALUE)
    ResponseEntity<Page<StatusChange>> page(HttpServletRequest request) {
        var query = QueryParameters.of(request);
        int limit = query.limit();
        long after = query.position("after");
        Set<String> statuses = query.anyOf("status", Status.MAX_LENGTH);
        OrderId orderId = orderId(query);
        query.throwIfInvalid();
        Predicate<StatusChange> wanted = change -> statuses.isEmpty() || statuses.contains(change.status());
        List<StatusChange> items = orderId == null
                ? find(after, limit, wanted, position -> log.after(position, statuses.isEmpty() ? limit : CHUNK))
                : find(after, limit, wanted, new OrderTail(log, orderId)::after);
        return new Page<>(
                        corrections.shown(items),
                        items.isEmpty() ? after : items.getLast().position())
                .answer(request);
    }

    private static @Nullable OrderId orderId(QueryParameters query) {
        String orderId = query.text("orderId", MAX_ORDER_ID);
        try {
            return orderId == null ? null : new OrderId(orderId);
        } catch (IllegalArgumentException e) {
            query.refuse("orderId", String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** The next changes that are wanted, at most {@code limit}, and fewer if they are large. */
    private static List<StatusChange> find(
            long after, int limit, Predicate<StatusChange> wanted, LongFunction<List<StoredEvent>> events) {
        var found = new ArrayList<StatusChange>();
        int characters = 0;
        List<StoredEvent> read = events.apply(after);
        while (!read.isEmpty()) {
            for (StoredEvent event : read) {
                StatusChange change = StatusChange.of(event);
                if (wanted.test(change)) {
                    found.add(change);
                    characters += event.payload().length();
                }
                if (found.size() == limit || characters > MAX_CHARACTERS) {
                    return found;
                }
            }
            read = events.apply(read.getLast().position());
        }
        return found;
    }
}
