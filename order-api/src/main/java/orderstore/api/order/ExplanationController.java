package orderstore.api.order;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import orderstore.api.attempt.RefusedAttempts;
import orderstore.api.page.QueryParameters;
import orderstore.eventlog.History;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.StoredHead;
import orderstore.order.Effect;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Why an order is what it is, as support asks. */
@RestController
class ExplanationController {

    private static final int SHOWN = 100;

    private final OrderHeads orders;
    private final LogReader log;
    private final Corrections corrections;
    private final RefusedAttempts attempts;

    ExplanationController(OrderHeads orders, LogReader log, Corrections corrections, RefusedAttempts attempts) {
        this.orders = orders;
        this.log = log;
        this.corrections = corrections;
        this.attempts = attempts;
    }

    /** Which change made the status, which have not changed it since and why, and which were refused. */
    @GetMapping(path = "/v1/orders/{orderId}/explanation", produces = APPLICATION_JSON_VALUE)
    Explanation explain(@PathVariable String orderId, HttpServletRequest request) {
        QueryParameters.of(request).throwIfInvalid();
        History history = orders.history(orderId);
        StoredHead head = history.head();
        StatusChange made = lastApplied(history);
        List<StatusChange> since =
                new HistoryPart(orders, log, history, made.version(), false).next(all -> true, SHOWN);
        Map<String, String> state = Map.of(head.stream(), head.state());
        return Explanation.of(
                corrections.shown(state, List.of(made)).getFirst(),
                head.version(),
                corrections.shown(state, since),
                attempts.of(head.stream()));
    }

    /** An order's first change is always applied, so there is one. */
    private StatusChange lastApplied(History history) {
        var backwards = new HistoryPart(orders, log, history, null, true);
        return backwards
                .next(change -> change.effect().equals(Effect.APPLIED.wireName()), 1)
                .getFirst();
    }
}
