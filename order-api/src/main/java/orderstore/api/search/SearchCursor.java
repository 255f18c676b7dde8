package orderstore.api.search;

import java.time.Instant;
import orderstore.api.json.Times;
import orderstore.api.page.Cursor;
import orderstore.api.page.QueryParameters;
import orderstore.projection.overview.OverviewKey;
import orderstore.projection.overview.OverviewSort;
import org.jspecify.annotations.Nullable;

/** Where a page of a search ends, as the key of a cursor: a time, a blank and an id, or an id alone. */
final class SearchCursor {

    private SearchCursor() {}

    static String after(Cursor cursor, OverviewKey last, OverviewSort sort) {
        return cursor.after(sort == OverviewSort.ORDER_ID ? last.orderId() : last.changedAt() + " " + last.orderId());
    }

    /**
     * The place after which the page begins; null: the first one.
     *
     * @throws orderstore.api.problem.ProblemException {@code invalid-cursor} if it is none of such a search
     */
    static @Nullable OverviewKey key(Cursor cursor, QueryParameters query, OverviewSort sort) {
        String key = cursor.key(query);
        if (key == null) {
            return null;
        }
        if (key.indexOf('\0') >= 0) { // Only who makes cursors up comes to this.
            throw Cursor.invalid();
        }
        if (sort == OverviewSort.ORDER_ID) {
            return new OverviewKey(Instant.EPOCH, key);
        }
        int blank = key.indexOf(' ');
        @Nullable Instant changedAt = Times.parse(key.substring(0, Math.max(0, blank)));
        if (changedAt == null) {
            throw Cursor.invalid();
        }
        return new OverviewKey(changedAt, key.substring(blank + 1));
    }
}
