package orderstore.api.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import orderstore.api.limits.KeyRates;
import org.springframework.security.core.context.SecurityContextHolder;

/** Counts what each key asks for, once for each request, before anything is done about it: also what it may not do. */
final class RequestCount extends HttpFilter {
    private final transient KeyRates rates;

    RequestCount(KeyRates rates) {
        this.rates = rates;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
            var who = SecurityContextHolder.getContext().getAuthentication();
            if (who != null) {
                rates.count(who.getName());
            }
        }
        chain.doFilter(request, response);
    }
}
