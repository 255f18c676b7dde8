package orderstore.api.limits;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * Lets OPTIONS be answered alike from wherever a page asks. There is no CORS: an answer that does not speak of it tells a
 * browser to refuse, while Spring would answer with words of its own.
 */
final class NoPreflight extends HttpFilter {

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean isOptions = HttpMethod.OPTIONS.matches(request.getMethod());
        chain.doFilter(isOptions ? new WithoutOrigin(request) : request, response);
    }

    /** The request without the header that makes it a preflight. */
    private static final class WithoutOrigin extends HttpServletRequestWrapper {
        WithoutOrigin(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getHeader(String name) {
            return HttpHeaders.ORIGIN.equalsIgnoreCase(name) ? null : super.getHeader(name);
        }
    }
}
