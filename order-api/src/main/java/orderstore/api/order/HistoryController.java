package orderstore.api.order;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import orderstore.api.page.Cursor;
import orderstore.api.page.Page;
import orderstore.api.page.QueryParameters;
import orderstore.api.problem.Problem;
import orderstore.eventlog.History;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.StoredHead;
import orderstore.order.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What happened to an order: all its changes, or those wanted, by version. */
@RestController
class HistoryController {

    private final OrderHeads orders;
    private final LogReader log;
    private final Corrections corrections;

    HistoryController(OrderHeads orders, LogReader log, Corrections corrections) {
        this.orders = orders;
        this.log = log;
        this.corrections = corrections;
    }

    @GetMapping(path = "/v1/orders/{orderId}/status-changes", produces = APPLICATION_JSON_VALUE)
    ResponseEntity<Page<StatusChange>> history(@PathVariable String orderId, HttpServletRequest request) {
        var query = QueryParameters.of(request);
        int limit = query.limit();
        boolean descending =
                query.oneOf("sort", Set.of("version", "-version"), "version").equals("-version");
        Predicate<StatusChange> wanted = HistoryFilter.read(query);
        var cursor = Cursor.of(request, query);
        Integer after = cursor.number(query, Order.MAX_CHANGES);
        query.throwIfInvalid();
        History history = orders.history(orderId);
        var part = new HistoryPart(orders, log, history, after, descending);
        List<StatusChange> found = shown(history.head(), part.next(wanted, limit + 1));
        if (found.size() <= limit && part.isExhausted()) {
            return new Page<>(found, null).answer(request);
        }
        List<StatusChange> items = found.subList(0, Math.min(limit, found.size()));
        int last = found.size() > limit ? items.getLast().version() : part.lastRead();
        return new Page<>(items, cursor.after(Integer.toString(last))).answer(request);
    }

    private List<StatusChange> shown(StoredHead head, List<StatusChange> changes) {
        return corrections.shown(Map.of(head.stream(), head.state()), changes);
    }

    @GetMapping(path = "/v1/orders/{orderId}/status-changes/{changeId}", produces = APPLICATION_JSON_VALUE)
    StatusChange change(@PathVariable String orderId, @PathVariable String changeId, HttpServletRequest request) {
        QueryParameters.of(request).throwIfInvalid();
        String wanted = OrderHeads.changeId(changeId).value();
        History history = orders.history(orderId);
        StoredHead head = history.head();
        var part = new HistoryPart(orders, log, history, null, false);
        List<StatusChange> found = part.next(change -> change.changeId().equals(wanted), 1);
        while (found.isEmpty() && !part.isExhausted()) {
            found = part.next(change -> change.changeId().equals(wanted), 1);
        }
        return shown(head, found).stream()
                .findFirst()
                .orElseThrow(() -> new Problem(
                                "change-unknown",
                                "There is no such change",
                                HttpStatus.NOT_FOUND,
                                "Order " + orderId + " has no change " + wanted + " among its " + head.version()
                                        + "; GET /v1/orders/" + orderId + "/status-changes lists them.",
                                Map.of("orderId", orderId, "changeId", wanted))
                        .exception());
    }
}
