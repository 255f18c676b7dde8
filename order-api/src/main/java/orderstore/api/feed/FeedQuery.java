package orderstore.api.feed;

import java.util.Set;
import java.util.function.Predicate;
import orderstore.api.order.StatusChange;
import orderstore.api.page.QueryParameters;
import orderstore.order.OrderId;
import orderstore.order.model.Status;
import org.jspecify.annotations.Nullable;

/**
 * Which changes are wanted, and from where on.
 *
 * @param after the position after which they stand
 * @param statuses one of which they tell; empty: any
 * @param orderId the order whose they are; null: any
 */
record FeedQuery(long after, Set<String> statuses, @Nullable OrderId orderId) implements Predicate<StatusChange> {

    private static final int MAX_ORDER_ID = 64;

    static FeedQuery read(QueryParameters query) {
        return new FeedQuery(query.position("after"), query.anyOf("status", Status.MAX_LENGTH), orderId(query));
    }

    private static @Nullable OrderId orderId(QueryParameters query) {
        String orderId = query.text("orderId", MAX_ORDER_ID);
        try {
            return orderId == null ? null : new OrderId(orderId);
        } catch (IllegalArgumentException e) {
            query.refuse("orderId", String.valueOf(e.getMessage()));
            return null;
        }
    }

    FeedQuery from(long position) {
        return new FeedQuery(position, statuses, orderId);
    }

    /** The stream to read; null: all. */
    @Nullable
    String stream() {
        return orderId == null ? null : orderId.value();
    }

    @Override
    public boolean test(StatusChange change) {
        return statuses.isEmpty() || statuses.contains(change.status());
    }
}
