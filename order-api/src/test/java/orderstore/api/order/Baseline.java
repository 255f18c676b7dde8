package orderstore.api.order;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import orderstore.api.attempt.RefusedAttempts;
import orderstore.api.audit.AuditedAction;
import orderstore.api.log.AggregateCache;
import orderstore.api.operations.Operations;
import orderstore.api.page.Page;
import orderstore.eventlog.LogReader;
import orderstore.order.model.Category;
import org.springframework.context.annotation.Profile;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the product would be without its log: beside it in one process, for the benchmarks to compare with.
 *
 * <p>Requests come through the same server, security and parsing, and answers of the same size go through the same
 * JSON. A PUT is validated like any other; a GET answers a constant. It is there in the profile {@code baseline}
 * alone, and packed for {@code ./benchmark}, never with the product.
 */
@RestController
@Profile("baseline")
class Baseline {

    private static final StatusChange CHANGE = new StatusChange(
            "01990000-0000-7000-8000-000000000000",
            "01990000-0000-7000-8000-000000000001",
            5,
            4_999_999,
            "DELIVERED",
            "SHIPPED",
            "command",
            "applied",
            "warehouse-7",
            "operator",
            "left dock 4",
            Map.of("trackingCode", "1Z999AA10123456784"),
            BaselineCommands.RECORDED,
            BaselineCommands.RECORDED,
            "4bf92f3577b34da6a3ce929d0e0e4736",
            null,
            null);

    private static final OrderView ORDER = new OrderView(
            CHANGE.orderId(),
            CHANGE.status(),
            Category.COMPLETED,
            false,
            CHANGE.version(),
            CHANGE.occurredAt(),
            CHANGE.occurredAt(),
            false,
            false,
            CHANGE);

    private final AppendController appending;
    private final Map<Integer, Page<StatusChange>> histories = new ConcurrentHashMap<>();

    Baseline(
            LogReader log,
            Corrections corrections,
            PurgedOrders purged,
            RefusedAttempts attempts,
            AggregateCache cache,
            InstantSource clock,
            AuditedAction audit,
            Operations operations) {
        var commands = new BaselineCommands(log, corrections, purged, attempts, cache, clock);
        this.appending = new AppendController(commands, clock, audit, operations);
    }

    @PutMapping(path = "/v1/baseline/orders/{orderId}/status-changes/{changeId}", produces = APPLICATION_JSON_VALUE)
    ResponseEntity<Object> put(
            @PathVariable String orderId,
            @PathVariable String changeId,
            HttpServletRequest request,
            Authentication caller)
            throws IOException {
        return appending.put(orderId, changeId, request, caller);
    }

    @GetMapping(path = "/v1/baseline/orders/{orderId}", produces = APPLICATION_JSON_VALUE)
    ResponseEntity<OrderView> order(@PathVariable String orderId) {
        return ResponseEntity.ok().eTag("\"5\"").body(ORDER);
    }

    /** A history of so many changes. */
    @GetMapping(path = "/v1/baseline/histories/{changes}/{orderId}", produces = APPLICATION_JSON_VALUE)
    ResponseEntity<Page<StatusChange>> history(
            @PathVariable int changes, @PathVariable String orderId, HttpServletRequest request) {
        return histories.computeIfAbsent(changes, Baseline::constant).answer(request);
    }

    private static Page<StatusChange> constant(int changes) {
        List<StatusChange> items =
                IntStream.range(0, changes).mapToObj(any -> CHANGE).toList();
        return new Page<>(items, null);
    }
}
