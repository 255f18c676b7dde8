package orderstore.api.order;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import jakarta.servlet.http.HttpServletRequest;
import orderstore.api.page.QueryParameters;
import orderstore.eventlog.HeadWithLast;
import orderstore.eventlog.StoredEvent;
import orderstore.eventlog.StoredHead;
import orderstore.order.Change;
import orderstore.order.OrderSummary;
import orderstore.order.model.StatusDefinition;
import orderstore.order.model.StatusModel;
import orderstore.order.wire.OrderEventJson;
import orderstore.order.wire.OrderSummaryJson;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What an order is now. */
@RestController
class OrderController {

    private final OrderHeads orders;
    private final StatusModel model;

    OrderController(OrderHeads orders, StatusModel model) {
        this.orders = orders;
        this.model = model;
    }

    /** One read, which sees what the last append committed. */
    @GetMapping(path = "/v1/orders/{orderId}", produces = APPLICATION_JSON_VALUE)
    ResponseEntity<OrderView> order(@PathVariable String orderId, HttpServletRequest request) {
        QueryParameters.of(request).throwIfInvalid();
        HeadWithLast current = orders.headWithLast(orderId);
        StoredHead head = current.head();
        if ("*".equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) { // Spring compares tags only.
            return ResponseEntity.status(HttpStatus.NOT_MODIFIED)
                    .eTag("\"" + head.version() + "\"")
                    .build();
        }
        return ResponseEntity.ok().eTag("\"" + head.version() + "\"").body(view(head, current.last()));
    }

    private OrderView view(StoredHead head, StoredEvent event) {
        OrderSummary summary = OrderSummaryJson.read(head.state());
        var last = new Change(event.version(), OrderEventJson.read(event.type(), event.payload()), event.recordedAt());
        StatusDefinition definition = model.definition(summary.status());
        return new OrderView(
                head.stream(),
                summary.status().name(),
                definition == null ? null : definition.category(),
                definition != null && definition.terminal(),
                head.version(),
                summary.openedAt(last),
                summary.changedAt(last),
                head.held(),
                summary.conflicting(),
                StatusChange.of(event)); // A correction of it would be the last change instead.
    }
}
