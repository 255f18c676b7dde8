package orderstore.api.verification;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import orderstore.api.json.JsonObject;
import orderstore.api.json.RequestBody;
import orderstore.api.order.PurgedOrders;
import orderstore.api.page.Cursor;
import orderstore.api.page.Page;
import orderstore.api.page.QueryParameters;
import orderstore.api.problem.Problem;
import orderstore.eventlog.verification.LogVerification;
import orderstore.eventlog.verification.VerificationRunningException;
import orderstore.eventlog.verification.Verifications;
import orderstore.eventlog.verification.Verified;
import orderstore.order.OrderId;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Whether the log is as it was written: one order of it, or all. */
@RestController
@RequestMapping(path = "/v1/admin/verifications", produces = MediaType.APPLICATION_JSON_VALUE)
class VerificationsController {

    private static final int LONGEST_BODY = 64 * 1024;
    private static final int LONGEST_ID = 64;
    private static final int LONGEST_NUMBER = 20;

    private final LogVerification log;
    private final Verifications verifications;
    private final PurgedOrders purged;
    private final JsonMapper json;
    private final Counter changes;
    private final AtomicReference<Double> broken = new AtomicReference<>(Double.NaN);

    VerificationsController(
            LogVerification log,
            Verifications verifications,
            PurgedOrders purged,
            JsonMapper json,
            MeterRegistry metrics) {
        this.log = log;
        this.verifications = verifications;
        this.purged = purged;
        this.json = json;
        this.changes = Counter.builder("orderstore.verification.changes")
                .description("Changes that this node verified")
                .register(metrics);
        Gauge.builder("orderstore.verification.broken", broken, AtomicReference::get)
                .description("Orders that the last verification of all on this node found broken, and missing changes")
                .register(metrics);
    }

    /**
     * What is asked for; neither means all, as far as the log goes.
     *
     * @param orderId one order alone
     * @param position digests about the log up to here
     */
    private record Asked(@Nullable String orderId, @Nullable Long position) {}

    /**
     * Verifies, and answers when that is done; a client that hangs up ends it. The answer may begin with blanks, and if
     * it breaks off nothing is known.
     */
    @PostMapping
    void verify(HttpServletRequest request, HttpServletResponse response, Authentication operator)
            throws IOException, InterruptedException {
        QueryParameters.of(request).throwIfInvalid();
        Asked asked = asked(request);
        var answer = new LongAnswer(response, json);
        Verified found = asked.orderId() == null ? all(asked.position(), operator, answer) : one(asked.orderId());
        changes.increment((double) found.events());
        answer.end(VerifiedView.of(found));
    }

    private Verified all(@Nullable Long position, Authentication operator, LongAnswer answer)
            throws InterruptedException {
        try {
            Verified found = verifications.run(operator.getName(), position, answer::alive);
            broken.set((double) found.brokenStreams() + (found.missing() == null ? 0 : Math.abs(found.missing())));
            return found;
        } catch (VerificationRunningException e) {
            throw new Problem(
                            "verification-running",
                            "A verification is under way",
                            HttpStatus.CONFLICT,
                            e.getMessage() + " GET /v1/admin/verifications tells how far it is.")
                    .exception();
        } catch (IllegalArgumentException e) {
            throw Problem.invalidRequest("/position", "is " + position + "; " + e.getMessage())
                    .exception();
        }
    }

    private Verified one(String order) {
        return log.one(order)
                .orElseThrow(() -> purged.problem(order)
                        .orElseGet(() -> new Problem(
                                "order-unknown",
                                "There is no such order",
                                HttpStatus.NOT_FOUND,
                                "Order " + order + " has no changes, so that there is nothing to verify.",
                                Map.of("orderId", order)))
                        .exception());
    }

    private static Asked asked(HttpServletRequest request) throws IOException {
        if (request.getContentType() == null
                && request.getContentLengthLong() <= 0
                && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null) {
            return new Asked(null, null);
        }
        byte[] body = RequestBody.read(request, LONGEST_BODY);
        return body.length == 0 ? new Asked(null, null) : asked(JsonObject.parse(body));
    }

    private static Asked asked(JsonObject json) {
        String order = json.optionalString("orderId", LONGEST_ID);
        Long position = null;
        if (json.has("position")) {
            Object value = json.requiredScalar("position", LONGEST_NUMBER);
            if (value instanceof BigDecimal number
                    && number.signum() >= 0
                    && number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
                    && number.stripTrailingZeros().scale() <= 0) {
                position = number.longValueExact();
            } else {
                json.refuse("position", "must be a whole number from 0");
            }
        }
        if (order != null && json.has("position")) {
            json.refuse("position", "is about all orders, and orderId names one; one of them is allowed");
        }
        if (order != null) {
            try {
                order = new OrderId(order).value();
            } catch (IllegalArgumentException e) {
                json.refuse("orderId", String.valueOf(e.getMessage()));
            }
        }
        json.refuseUnknown();
        json.throwIfInvalid();
        return new Asked(order, position);
    }

    /** Verifications of all, the latest first; those that are running tell how far they are, on all nodes. */
    @GetMapping
    ResponseEntity<Page<VerificationView>> list(HttpServletRequest request) {
        var query = QueryParameters.of(request);
        int limit = query.limit();
        var cursor = Cursor.of(request, query);
        long before = cursor.id(query, Long.MAX_VALUE);
        query.throwIfInvalid();
        List<VerificationView> found = verifications.before(before, limit + 1).stream()
                .map(VerificationView::of)
                .toList();
        return Page.of(found, limit, last -> cursor.after(last.id())).answer(request);
    }
}
