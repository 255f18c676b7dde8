package orderstore.api.limits;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Gives each body its time, but for uploads, which last as long as they make progress: they see to that themselves. */
final class TimedBodies extends HttpFilter {
    private static final String UPLOAD = "application/x-ndjson";

    private final transient Duration within;

    TimedBodies(Duration within) {
        this.within = within;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(hasBody(request) && !isUpload(request) ? new Timed(request, within) : request, response);
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    }

    private static boolean isUpload(HttpServletRequest request) {
        var type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(UPLOAD);
    }

    /** The request with its body on time. */
    private static final class Timed extends HttpServletRequestWrapper {
        private final Duration within;
        private @Nullable ServletInputStream body;

        Timed(HttpServletRequest request, Duration within) {
            super(request);
            this.within = within;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            if (body == null) {
                body = new TimedBody(super.getInputStream(), within, System::nanoTime);
            }
            return body;
        }
    }
}
