package orderstore.api.order;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import orderstore.api.order.PastOrders.Found;
import orderstore.api.page.QueryParameters;
import orderstore.api.prefer.Preferences;
import orderstore.api.waiting.WaitingRequests;
import orderstore.eventlog.HeadWithLast;
import orderstore.eventlog.LogTail;
import orderstore.eventlog.StoredEvent;
import orderstore.eventlog.StoredHead;
import orderstore.order.Change;
import orderstore.order.OrderSummary;
import orderstore.order.Retrospect.Past;
import orderstore.order.model.StatusDefinition;
import orderstore.order.model.StatusModel;
import orderstore.order.wire.OrderEventJson;
import orderstore.order.wire.OrderSummaryJson;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What an order is now, and what it was. */
@RestController
class OrderController {

    private final OrderHeads orders;
    private final PastOrders past;
    private final LogTail tail;
    private final WaitingRequests waiting;
    private final StatusModel model;

    OrderController(OrderHeads orders, PastOrders past, LogTail tail, WaitingRequests waiting, StatusModel model) {
        this.orders = orders;
        this.past = past;
        this.tail = tail;
        this.waiting = waiting;
        this.model = model;
    }

    /**
     * One read, which sees what the last append committed. A client that has the current version already may wait for
     * the next one. The past has no tag, since it is not what is changed next.
     */
    @GetMapping(path = "/v1/orders/{orderId}", produces = APPLICATION_JSON_VALUE)
    @Nullable
    ResponseEntity<OrderView> order(
            @PathVariable String orderId, HttpServletRequest request, HttpServletResponse response)
            throws InterruptedException {
        var query = QueryParameters.of(request);
        Instant asOf = query.instant("asOf");
        Instant asKnownAt = query.instant("asKnownAt");
        query.throwIfInvalid();
        if (asOf != null || asKnownAt != null) {
            StoredHead head = orders.head(orderId);
            return ResponseEntity.ok(view(head, past.find(head, asOf, asKnownAt)));
        }
        long purges = tail.purges();
        HeadWithLast current = orders.headWithLast(orderId);
        StoredHead head = current.head();
        if ("*".equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) { // Spring compares tags only.
            return ResponseEntity.status(HttpStatus.NOT_MODIFIED)
                    .eTag("\"" + head.version() + "\"")
                    .build();
        }
        boolean hasWaited = WaitingRequests.hasWaited(request);
        Optional<Duration> wait = Preferences.of(request)
                .longPoll()
                .filter(asked -> hasWaited || (HttpMethod.GET.matches(request.getMethod()) && isKnown(head, request)));
        if (!hasWaited && wait.filter(Duration::isPositive).isPresent()) {
            var next = AwaitedVersion.after(current, wait.get(), purges, tail, orders);
            return waiting.await(request, response, next) ? order(orderId, request, response) : null;
        }
        wait.ifPresent(applied -> Preferences.waited(response, applied));
        return ResponseEntity.ok().eTag("\"" + head.version() + "\"").body(view(head, current.last()));
    }

    private static boolean isKnown(StoredHead head, HttpServletRequest request) {
        String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        String version = Integer.toString(head.version());
        return known != null
                && ETag.parse(known).stream().anyMatch(tag -> tag.tag().equals(version));
    }

    private OrderView view(StoredHead head, StoredEvent event) {
        OrderSummary summary = OrderSummaryJson.read(head.state());
        var last = new Change(event.version(), OrderEventJson.read(event.type(), event.payload()), event.recordedAt());
        return view(
                head,
                new Past(
                        head.version(),
                        summary.status(),
                        summary.openedAt(last),
                        summary.changedAt(last),
                        summary.conflicting()),
                event);
    }

    private OrderView view(StoredHead head, Found found) {
        return view(head, found.past(), found.last());
    }

    private OrderView view(StoredHead head, Past order, StoredEvent last) {
        StatusDefinition definition = model.definition(order.status());
        return new OrderView(
                head.stream(),
                order.status().name(),
                definition == null ? null : definition.category(),
                definition != null && definition.terminal(),
                order.version(),
                order.openedAt(),
                order.changedAt(),
                head.held(),
                order.conflicting(),
                StatusChange.of(last)); // A correction of it would be told instead.
    }
}
