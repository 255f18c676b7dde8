package orderstore.api.feed;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import orderstore.api.order.StatusChange;
import orderstore.api.page.QueryParameters;
import orderstore.api.problem.Problem;
import orderstore.api.problem.ProblemException;
import orderstore.order.OrderId;
import orderstore.order.model.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Which changes are wanted, and from where on.
 *
 * @param after the position after which they stand
 * @param statuses one of which they tell; empty: any
 * @param orderId the order whose they are; null: any
 * @param acceptsGaps whether to read on where changes may have been purged
 */
record FeedQuery(long after, Set<String> statuses, @Nullable OrderId orderId, boolean acceptsGaps)
        implements Predicate<StatusChange> {

    private static final int MAX_ORDER_ID = 64;

    /** The parameter that says whether gaps are accepted. */
    static final String GAPS = "gaps";

    static final String ACCEPT = "accept";
    private static final String REFUSE = "refuse";

    static FeedQuery read(QueryParameters query) {
        return new FeedQuery(
                query.position("after"),
                query.anyOf("status", Status.MAX_LENGTH),
                orderId(query),
                query.oneOf(GAPS, Set.of(ACCEPT, REFUSE), REFUSE).equals(ACCEPT));
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
        return new FeedQuery(position, statuses, orderId, acceptsGaps);
    }

    /** The stream to read; null: all. */
    @Nullable
    String stream() {
        return orderId == null ? null : orderId.value();
    }

    /**
     * Ends the request of one who comes back to where changes were purged that it may not have seen. To be asked after
     * the log was read, so that a purge in between is noticed.
     */
    void refuseGap(long floor) {
        if (after > 0 && after < floor && !acceptsGaps) {
            throw purged(after, floor);
        }
    }

    static ProblemException purged(long after, long floor) {
        return new Problem(
                        "position-purged",
                        "Changes in between may have been purged",
                        HttpStatus.GONE,
                        ("Changes after position %d and up to position %d may have been purged. Begin anew with after=0,"
                                        + " go on with after=%d, or read on over the gap with gaps=accept.")
                                .formatted(after, floor, floor),
                        Map.of("floor", floor))
                .exception();
    }

    @Override
    public boolean test(StatusChange change) {
        return statuses.isEmpty() || statuses.contains(change.status());
    }
}
