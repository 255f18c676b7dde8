package orderstore.api.retention;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orderstore.api.json.JsonObject;
import orderstore.api.json.RequestBody;
import orderstore.api.order.PurgedOrders;
import orderstore.api.page.Cursor;
import orderstore.api.page.Page;
import orderstore.api.page.QueryParameters;
import orderstore.api.problem.Problem;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.LogUnavailableException;
import orderstore.eventlog.retention.Holds;
import orderstore.order.OrderId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Orders that are never purged, for as long as they are held. */
@RestController
@RequestMapping(path = "/v1/admin/holds", produces = MediaType.APPLICATION_JSON_VALUE)
class HoldsController {

    private static final Logger LOGGER = LoggerFactory.getLogger(HoldsController.class);
    private static final int LONGEST_BODY = 64 * 1024;
    private static final int LONGEST_REASON = 500;

    private final Holds holds;
    private final LogReader log;
    private final PurgedOrders purged;

    HoldsController(Holds holds, LogReader log, PurgedOrders purged) {
        this.holds = holds;
        this.log = log;
        this.purged = purged;
    }

    /** An order that is held. */
    record Entry(String orderId, String reason, String heldBy, Instant heldAt) {
        static Entry of(Holds.Hold hold) {
            return new Entry(hold.stream(), hold.reason(), hold.by(), hold.at());
        }
    }

    @GetMapping
    ResponseEntity<Page<Entry>> list(HttpServletRequest request) {
        var query = QueryParameters.of(request);
        int limit = query.limit();
        var cursor = Cursor.of(request, query);
        String key = cursor.key(query);
        query.throwIfInvalid();
        List<Entry> found = holds.after(key == null ? "" : key, limit + 1).stream()
                .map(Entry::of)
                .toList();
        return Page.of(found, limit, last -> cursor.after(last.orderId())).answer(request);
    }

    /** Holds an order, or holds it for another reason. */
    @PutMapping("/{orderId}")
    Entry hold(@PathVariable String orderId, HttpServletRequest request, Authentication operator) throws IOException {
        QueryParameters.of(request).throwIfInvalid();
        String order = valid(orderId);
        JsonObject json = JsonObject.parse(RequestBody.read(request, LONGEST_BODY));
        String reason = json.requiredString("reason", LONGEST_REASON);
        json.refuseUnknown();
        json.throwIfInvalid();
        Entry held =
                holds.hold(order, reason, operator.getName()).map(Entry::of).orElseThrow(() -> absent(order));
        LOGGER.info("Order {} is held by {}", order, operator.getName());
        return held;
    }

    /** Lets an order go; one that is not held stays so. */
    @DeleteMapping("/{orderId}")
    ResponseEntity<Void> release(@PathVariable String orderId, HttpServletRequest request, Authentication operator) {
        QueryParameters.of(request).throwIfInvalid();
        String order = valid(orderId);
        if (holds.release(order, operator.getName())) {
            LOGGER.info("Order {} is no longer held, says {}", order, operator.getName());
        } else if (log.head(order).isEmpty()) {
            throw absent(order);
        }
        return ResponseEntity.noContent().build();
    }

    private RuntimeException absent(String orderId) {
        Optional<Problem> gone = purged.problem(orderId);
        if (gone.isPresent()) {
            return gone.get().exception();
        }
        if (log.head(orderId).isPresent()) {
            return new LogUnavailableException(
                    "Order " + orderId + " was not held: it is being purged at this moment.", null);
        }
        return new Problem(
                        "order-unknown",
                        "There is no such order",
                        HttpStatus.NOT_FOUND,
                        "Order " + orderId + " has no changes, so that there is nothing to hold.",
                        Map.of("orderId", orderId))
                .exception();
    }

    private static String valid(String orderId) {
        try {
            return new OrderId(orderId).value();
        } catch (IllegalArgumentException e) {
            throw Problem.invalidRequest("/orderId", String.valueOf(e.getMessage()))
                    .exception();
        }
    }
}
