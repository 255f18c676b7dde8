package orderstore.api.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Reads {@code Accept} before anything is done: what cannot be read is refused, and a charset is passed over,
 * since every answer is in UTF-8. Otherwise a change would be made first and found to be unanswerable then.
 */
final class AcceptFilter extends HttpFilter {

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        List<String> accepted = Collections.list(request.getHeaders(HttpHeaders.ACCEPT));
        if (accepted.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        chain.doFilter(new Accepting(request, withoutCharset(accepted)), response);
    }

    private static String withoutCharset(List<String> accepted) {
        String header = String.join(", ", accepted);
        try {
            List<MediaType> types = MediaType.parseMediaTypes(accepted);
            return types.isEmpty()
                    ? MediaType.ALL_VALUE
                    : MediaType.toString(
                            types.stream().map(AcceptFilter::withoutCharset).toList());
        } catch (InvalidMediaTypeException e) {
            throw Problem.invalidRequest(
                            "/" + HttpHeaders.ACCEPT,
                            "is " + Quoted.of(header) + "; allowed are media types like application/json")
                    .exception();
        }
    }

    private static MediaType withoutCharset(MediaType type) {
        var parameters = new LinkedHashMap<>(type.getParameters());
        parameters.remove("charset");
        return new MediaType(type.getType(), type.getSubtype(), parameters);
    }

    /** The request with another Accept. */
    private static final class Accepting extends HttpServletRequestWrapper {
        private final String accept;

        Accepting(HttpServletRequest request, String accept) {
            super(request);
            this.accept = accept;
        }

        @Override
        public @Nullable String getHeader(String name) {
            return HttpHeaders.ACCEPT.equalsIgnoreCase(name) ? accept : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return HttpHeaders.ACCEPT.equalsIgnoreCase(name)
                    ? Collections.enumeration(List.of(accept))
                    : super.getHeaders(name);
        }
    }
}
