package orderstore.api.trace;

import java.util.Enumeration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a {@code traceparent} header as <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a> says. */
final class Traceparent {
    /** Version 00 ends after the flags; a later one may go on after another dash. */
    private static final Pattern SHAPE =
            Pattern.compile("(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

    private Traceparent() {}

    /** Empty when the header is missing, not valid, or sent more than once: then the trace starts anew. */
    static Optional<String> traceId(Enumeration<String> headers) {
        if (!headers.hasMoreElements()) {
            return Optional.empty();
        }
        // Tomcat gives null as the value for which it refuses a request.
        var matcher = SHAPE.matcher(Objects.toString(headers.nextElement(), ""));
        if (headers.hasMoreElements() || !matcher.matches()) {
            return Optional.empty();
        }
        var endsAsItMust = matcher.group(3) == null || !"00".equals(matcher.group(1));
        return endsAsItMust ? Optional.of(matcher.group(2)) : Optional.empty();
    }
}
