package orderstore.api.search;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import orderstore.api.jazzer.Property;
import orderstore.api.page.Cursor;
import orderstore.api.page.QueryParameters;
import orderstore.api.problem.ProblemException;
import orderstore.projection.overview.OverviewKey;
import orderstore.projection.overview.OverviewSort;
import org.springframework.mock.web.MockHttpServletRequest;

/** A cursor of a search that a client made up, digest and all: what it is read as, PostgreSQL can be asked with. */
public final class SearchTarget {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private SearchTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        var request = new MockHttpServletRequest("GET", "/v1/orders");
        QueryParameters query = QueryParameters.of(request);
        Cursor cursor = Cursor.of(request, query);
        request.setParameter("after", cursor.after(new String(input, StandardCharsets.UTF_8)));
        for (OverviewSort sort : OverviewSort.values()) {
            try {
                OverviewKey key = SearchCursor.key(cursor, query, sort);
                Property.holds(key != null && key.orderId().indexOf('\0') < 0, "a key that cannot be asked for");
                Property.holds(
                        key == null
                                || (!key.changedAt().isBefore(FIRST)
                                        && key.changedAt().isBefore(END)),
                        "a time that no change has");
            } catch (ProblemException refused) {
                Property.isRefusal(refused);
            }
        }
    }
}
