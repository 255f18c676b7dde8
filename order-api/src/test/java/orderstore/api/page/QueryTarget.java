package orderstore.api.page;

import java.time.Duration;
import java.util.Set;
import orderstore.api.jazzer.Property;
import orderstore.api.problem.ProblemException;
import org.springframework.mock.web.MockHttpServletRequest;

/** A query, one {@code name=value} a line: whatever it is, it is understood or refused, and a cursor is its own. */
public final class QueryTarget {

    private static final int LONGEST_KEY = 200;

    private QueryTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        var request = new MockHttpServletRequest("GET", "/v1/things");
        for (String line : Property.text(input).split("\n", -1)) {
            String[] parts = line.split("=", 2);
            request.addParameter(parts[0], parts.length == 1 ? "" : parts[1]);
        }
        try {
            read(request);
        } catch (ProblemException refused) {
            Property.isRefusal(refused);
        }
        continuesFrom(request, Property.text(input));
    }

    private static void read(MockHttpServletRequest request) {
        QueryParameters query = QueryParameters.of(request);
        query.limit();
        query.position("position");
        query.number("number", 0, Long.MAX_VALUE, 0);
        query.instant("instant");
        query.flag("flag");
        query.duration("duration", Duration.ofDays(36_500));
        query.oneOf("oneOf", Set.of("version", "-version"), "version");
        query.anyOf("anyOf", 64);
        String key = Cursor.of(request, query).key(query);
        Property.holds(key == null || query.text("after", 400) != null, "a key of no cursor");
        query.throwIfInvalid();
        new Page<>(java.util.List.of(), "next").answer(request);
    }

    /** A cursor leads to where it was made for; with any other query, or with a character changed, nowhere. */
    private static void continuesFrom(MockHttpServletRequest request, String key) {
        if (key.isEmpty() || key.length() > LONGEST_KEY / 4) {
            return;
        }
        QueryParameters query = QueryParameters.of(request);
        String after = Cursor.of(request, query).after(key);
        request.setParameter("after", after);
        Property.holds(key.equals(Cursor.of(request, query).key(query)), "a cursor that leads elsewhere");
        request.setParameter("another", "filter");
        try {
            Cursor.of(request, query).key(query);
            throw new AssertionError("a cursor of another query was taken");
        } catch (ProblemException refused) {
            Property.isRefusal(refused);
        }
    }
}
