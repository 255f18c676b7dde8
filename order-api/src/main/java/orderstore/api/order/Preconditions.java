package orderstore.api.order;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import orderstore.api.json.JsonObject;
import orderstore.api.problem.Quoted;
import orderstore.order.Expectation;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** {@code If-Match} and {@code If-None-Match} of a change (RFC 9110, 13.1); an order's tags are its versions in quotes. */
final class Preconditions {

    private static final Pattern TAGS = Pattern.compile("\\s*+(?:(W/)?\"([\\x21\\x23-\\x7e]*+)\")?\\s*+(?:,|$)");

    private Preconditions() {}

    /** What the client expects; errors are noted in the document. */
    static Expectation of(HttpServletRequest request, JsonObject json) {
        String match = joined(request, HttpHeaders.IF_MATCH);
        String noneMatch = joined(request, HttpHeaders.IF_NONE_MATCH);
        if (match != null && noneMatch != null) {
            json.refuse(HttpHeaders.IF_NONE_MATCH, "is sent together with If-Match; one of them is allowed");
        } else if (match != null) {
            return match.equals("*") ? new Expectation.Existing() : new Expectation.OneOf(versions(match, json));
        } else if (noneMatch != null && noneMatch.equals("*")) {
            return new Expectation.Absent();
        } else if (noneMatch != null) {
            json.refuse(HttpHeaders.IF_NONE_MATCH, "is " + Quoted.of(noneMatch) + "; allowed for a change is *");
        }
        return new Expectation.Anything();
    }

    private static @Nullable String joined(HttpServletRequest request, String name) {
        Enumeration<String> values = request.getHeaders(name);
        return values.hasMoreElements()
                ? String.join(", ", Collections.list(values)).strip()
                : null;
    }

    /** The versions named by strong tags; weak ones and other texts match no order, by the strong comparison. */
    private static Set<Integer> versions(String tags, JsonObject json) {
        var versions = new HashSet<Integer>();
        Matcher matcher = TAGS.matcher(tags);
        int end = 0;
        while (end < tags.length() && matcher.region(end, tags.length()).lookingAt()) {
            if (matcher.group(1) == null
                    && matcher.group(2) != null
                    && matcher.group(2).matches("[1-9][0-9]{0,8}")) {
                versions.add(Integer.valueOf(matcher.group(2)));
            }
            end = matcher.end();
        }
        if (tags.isEmpty() || end < tags.length() || !tags.contains("\"")) {
            json.refuse(HttpHeaders.IF_MATCH, "is " + Quoted.of(tags) + "; allowed is * or versions like \"3\"");
        }
        return Collections.unmodifiableSet(versions);
    }
}
