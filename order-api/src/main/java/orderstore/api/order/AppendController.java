package orderstore.api.order;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import orderstore.api.audit.AuditedAction;
import orderstore.api.json.JsonObject;
import orderstore.api.json.RequestBody;
import orderstore.api.operations.Operations;
import orderstore.api.operations.Origin;
import orderstore.api.operations.QueuedChange;
import orderstore.api.page.QueryParameters;
import orderstore.api.prefer.Preferences;
import orderstore.order.ChangeId;
import orderstore.order.Claim;
import orderstore.order.Expectation;
import orderstore.order.Kind;
import orderstore.order.OrderId;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** Appends one change of one order. */
@RestController
class AppendController {

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final OrderCommands commands;
    private final InstantSource clock;
    private final AuditedAction audit;
    private final Operations operations;

    AppendController(OrderCommands commands, InstantSource clock, AuditedAction audit, Operations operations) {
        this.commands = commands;
        this.clock = clock;
        this.audit = audit;
        this.operations = operations;
    }

    /**
     * 201 means that the change is durable; 200 that it already was, from an earlier request; 202 that it is durable
     * that it will be decided.
     */
    @PutMapping(path = "/v1/orders/{orderId}/status-changes/{changeId}", produces = APPLICATION_JSON_VALUE)
    ResponseEntity<Object> put(
            @PathVariable String orderId,
            @PathVariable String changeId,
            HttpServletRequest request,
            Authentication caller)
            throws IOException {
        byte[] body = RequestBody.read(request, ChangeRequest.MAX_BYTES);
        JsonObject json = JsonObject.parse(body);
        return append(body, json, orderId, ChangeRequest.changeId(json, "changeId", changeId), request, caller);
    }

    /** The same with the change's id in a header. */
    @PostMapping(path = "/v1/orders/{orderId}/status-changes", produces = APPLICATION_JSON_VALUE)
    ResponseEntity<Object> post(@PathVariable String orderId, HttpServletRequest request, Authentication caller)
            throws IOException {
        byte[] body = RequestBody.read(request, ChangeRequest.MAX_BYTES);
        JsonObject json = JsonObject.parse(body);
        return append(body, json, orderId, idempotencyKey(json, request), request, caller);
    }

    private static @Nullable ChangeId idempotencyKey(JsonObject json, HttpServletRequest request) {
        List<String> keys = Collections.list(request.getHeaders(IDEMPOTENCY_KEY));
        if (keys.size() != 1) {
            json.refuse(IDEMPOTENCY_KEY, "is required once: the changeId; it was sent " + keys.size() + " times");
            return null;
        }
        String key = keys.getFirst().strip();
        boolean quoted = key.length() > 2 && key.startsWith("\"") && key.endsWith("\"");
        return ChangeRequest.changeId(json, IDEMPOTENCY_KEY, quoted ? key.substring(1, key.length() - 1) : key);
    }

    private ResponseEntity<Object> append(
            byte[] body,
            JsonObject json,
            String order,
            @Nullable ChangeId changeId,
            HttpServletRequest request,
            Authentication caller) {
        QueryParameters.of(request).throwIfInvalid();
        OrderId orderId = ChangeRequest.orderId(json, "orderId", order);
        Expectation expectation = Preconditions.of(request, json);
        Claim claim = ChangeRequest.read(json, changeId, clock.instant());
        json.throwIfInvalid();
        if (orderId == null || claim == null) {
            throw new IllegalStateException("Without an error there is a claim");
        }
        var by = Caller.of(caller, request);
        Supplier<ResponseEntity<Object>> action = Preferences.respondAsync(request)
                ? () -> accept(orderId, claim, expectation, by, body, request)
                : () -> record(orderId, claim, expectation, by);
        return claim.kind() == Kind.CORRECTION
                ? audit.of(request, caller.getName(), summary(claim), action)
                : action.get();
    }

    /** What is valid by itself is decided later, by the order as it is then. */
    private ResponseEntity<Object> accept(
            OrderId orderId, Claim claim, Expectation expectation, Caller by, byte[] body, HttpServletRequest request) {
        by.refusal(claim.kind()).ifPresent(problem -> {
            throw problem.exception();
        });
        var change = new QueuedChange(
                orderId.value(), claim.changeId().value(), WrittenExpectation.write(expectation), body);
        return Operations.answer(operations.accept(Origin.of(by.key(), request), change));
    }

    private ResponseEntity<Object> record(OrderId orderId, Claim claim, Expectation expectation, Caller by) {
        return switch (commands.record(orderId, claim, expectation, by)) {
            case Recording.Recorded recorded -> answer(recorded);
            case Recording.Refused refused -> throw refused.problem().exception();
        };
    }

    /** What the audit tells of a correction; the log has all of it, if it is appended. */
    static Map<String, String> summary(Claim claim) {
        var summary = new TreeMap<String, String>();
        summary.put("kind", claim.kind().wireName());
        summary.put("status", claim.status().name());
        summary.put("corrects", String.valueOf(claim.corrects()));
        summary.put("reason", String.valueOf(claim.reason()));
        return summary;
    }

    private static ResponseEntity<Object> answer(Recording.Recorded recorded) {
        StatusChange change = recorded.change();
        URI location = URI.create("/v1/orders/" + change.orderId() + "/status-changes/" + change.changeId());
        ResponseEntity.BodyBuilder answer = recorded.replayed()
                ? ResponseEntity.ok().location(location).header("Idempotent-Replayed", "true")
                : ResponseEntity.created(location);
        return answer.eTag("\"" + change.version() + "\"").body(change);
    }
}
