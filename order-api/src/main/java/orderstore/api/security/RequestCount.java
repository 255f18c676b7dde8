package orderstore.api.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import orderstore.api.limits.KeyRates;
import orderstore.api.limits.RequestsAtOnce;
import orderstore.api.prefer.Preferences;
import orderstore.api.waiting.WaitingRequests;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Counts what each key asks for, once for each request, before anything is done about it: also what it may not do. And
 * how many are under way.
 */
final class RequestCount extends HttpFilter {
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
        return Collections.list(request.getHeaders(HttpHeaders.ACCEPT)).contains(MediaType.TEXT_EVENT_STREAM_VALUE)
                || Preferences.of(request)
                        .longPoll()
                        .filter(Duration::isPositive)
                        .isPresent();
    }
}
