package orderstore.api.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import orderstore.api.limits.KeyRates;
import orderstore.api.limits.RequestsAtOnce;
import orderstore.api.prefer.Preferences;
import orderstore.api.waiting.WaitingRequests;
import org.springframework.http.MediaType;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Counts what each key asks for, once for each request, before anything is done about it: also what it may not do. And
 * how many are under way.
 */
final class RequestCount extends HttpFilter {
    private static final HeaderContentNegotiationStrategy ACCEPT = new HeaderContentNegotiationStrategy();

    private final transient KeyRates rates;
    private final transient RequestsAtOnce underWay;
    private final transient WaitingRequests waiting;

    RequestCount(KeyRates rates, RequestsAtOnce underWay, WaitingRequests waiting) {
        this.rates = rates;
        this.underWay = underWay;
        this.waiting = waiting;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var who = SecurityContextHolder.getContext().getAuthentication();
        if (who == null
                || request.getDispatcherType() != DispatcherType.REQUEST
                || WaitingRequests.wasSetAside(request)) { // It was counted before, and whoever takes it up counts it.
            chain.doFilter(request, response);
            return;
        }
        rates.count(who.getName());
        if (underWay.enter()) {
            try {
                chain.doFilter(request, response);
            } finally {
                underWay.leave();
            }
        } else if (!wouldWait(request) || !waiting.awaitRoom(request, response)) {
            throw underWay.tooMany();
        }
    }

    /** Thousands of those may come at once, after an outage for example; each is done in a moment, and then waits. */
    private static boolean wouldWait(HttpServletRequest request) {
        return asksForStream(request)
                || Preferences.of(request)
                        .longPoll()
                        .filter(Duration::isPositive)
                        .isPresent();
    }

    /** As the feed decides it: the best of what is accepted that it can give. */
    private static boolean asksForStream(HttpServletRequest request) {
        try {
            return ACCEPT.resolveMediaTypes(new ServletWebRequest(request)).stream()
                    .filter(type ->
                            type.includes(MediaType.APPLICATION_JSON) || type.includes(MediaType.TEXT_EVENT_STREAM))
                    .findFirst()
                    .filter(type -> !type.includes(MediaType.APPLICATION_JSON))
                    .isPresent();
        } catch (HttpMediaTypeNotAcceptableException malformed) {
            return false;
        }
    }
}
