package orderstore.api.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import orderstore.api.limits.KeyRates;
import orderstore.api.limits.RequestsAtOnce;
import orderstore.api.waiting.WaitingRequests;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Counts what each key asks for, once for each request, before anything is done about it: also what it may not do. And
 * how many are under way.
 */
final class RequestCount extends HttpFilter {
    private final transient KeyRates rates;
    private final transient RequestsAtOnce underWay;

    RequestCount(KeyRates rates, RequestsAtOnce underWay) {
        this.rates = rates;
        this.underWay = underWay;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var who = SecurityContextHolder.getContext().getAuthentication();
        if (who == null
                || request.getDispatcherType() != DispatcherType.REQUEST
                || WaitingRequests.hasWaited(request)) { // It was counted before, and whoever takes it up counts it.
            chain.doFilter(request, response);
            return;
        }
        rates.count(who.getName());
        underWay.enter();
        try {
            chain.doFilter(request, response);
        } finally {
            underWay.leave();
        }
    }
}
