package orderstore.projection.overview;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Orders that were found.
 *
 * @param position every change up to here is in what was searched
 * @param orders no more than were asked for; there may be fewer, or none, and yet a next page
 * @param next what the next page goes on after; null: there is none
 */
public record OverviewPage(
        long position, List<FoundOrder> orders, @Nullable OverviewKey next) {

    /** The page of orders of which one more than it may have was looked for. */
    static OverviewPage of(long position, List<FoundOrder> found, int limit) {
        return found.size() <= limit
                ? new OverviewPage(position, found, null)
                : new OverviewPage(
                        position, found.subList(0, limit), found.get(limit - 1).key());
    }
}
