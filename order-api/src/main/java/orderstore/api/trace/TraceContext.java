package orderstore.api.trace;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The trace of a request.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero
 * @param sent whether the client sent it; otherwise it was made up here
 */
public record TraceContext(String traceId, boolean sent) {
    private static final String ATTRIBUTE = TraceContext.class.getName();

    /** Always the same answer for the same request, wherever in its processing it is asked first. */
    public static TraceContext of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof TraceContext known) {
            return known;
        }
        var context = Traceparent.traceId(request.getHeaders("traceparent"))
                .map(id -> new TraceContext(id, true))
                .orElseGet(TraceContext::random);
        request.setAttribute(ATTRIBUTE, context);
        return context;
    }

    private static TraceContext random() {
        var random = ThreadLocalRandom.current();
        // The lowest bit keeps the id from being all zero, which the specification forbids.
        var id = HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong() | 1);
        return new TraceContext(id, false);
    }
}
