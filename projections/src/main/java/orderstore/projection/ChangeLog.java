package orderstore.projection;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** What read models ask of the log. */
public interface ChangeLog {

    /**
     * The changes after one position and up to another, in order.
     *
     * @param through a position that is known to be committed
     * @param limit how many at most; fewer come if they are large, none only if there are none
     */
    List<LoggedChange> read(long after, long through, int limit);

    /** Changes up to a position may have been purged: one that is remembered must not be handed out any more. */
    default void forget(long through) {}

    /** All changes of some orders, each order's in the order of versions. */
    List<LoggedChange> histories(Collection<String> orderIds);

    /** The position of the last change, 0 for an empty log. */
    long lastPosition();

    /** Ranges of orders that together are all orders that there are, each with about so many changes. */
    List<OrderRange> ranges(int changes);

    /**
     * Hands over the changes of a range: order by order, each in the order of versions.
     *
     * @param through later changes are left out
     */
    void read(OrderRange range, long through, Consumer<LoggedChange> each);
}
