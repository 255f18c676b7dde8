package orderstore.projection.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import orderstore.order.model.Category;
import orderstore.order.model.Status;
import orderstore.order.model.StatusDefinition;
import orderstore.order.model.StatusModel;
import org.jspecify.annotations.Nullable;

/**
 * Which orders are wanted. What is empty or null wants any; what is given must hold together.
 *
 * @param statuses one of which the order is in
 * @param categories one of which its status belongs to; a status that the model does not know belongs to none
 * @param sources one of which told the change that made its status
 * @param conflicting whether a report contradicts the status that somebody decided
 * @param held whether retention must leave it alone
 * @param changedFrom the change that made its status happened then or later
 * @param changedTo it happened earlier
 * @param unchangedFor it happened longer ago
 * @param overdue whether it happened longer ago than the model lets an order stay in its status
 */
public record OverviewFilter(
        Set<String> statuses,
        Set<Category> categories,
        Set<String> sources,
        @Nullable Boolean conflicting,
        @Nullable Boolean held,
        @Nullable Instant changedFrom,
        @Nullable Instant changedTo,
        @Nullable Duration unchangedFor,
        @Nullable Boolean overdue) {

    /** Longer is as good as for ever: there are no times as long ago. */
    private static final Duration LONGEST = Duration.ofDays(365_000);

    /** Wants all orders. */
    public static final OverviewFilter ALL =
            new OverviewFilter(Set.of(), Set.of(), Set.of(), null, null, null, null, null, null);

    /**
     * The ranges of time that hold what is wanted, but for {@link #held()}: at most one for each group of orders.
     *
     * @param groups those that there are
     * @param now the time from which durations count back
     */
    List<OverviewRange> ranges(Collection<OverviewGroup> groups, StatusModel model, Instant now) {
        return groups.stream()
                .filter(this::wants)
                .flatMap(group -> range(group, model.definition(new Status(group.status())), now))
                .filter(range -> range.from().isBefore(range.to()))
                .toList();
    }

    private boolean wants(OverviewGroup group) {
        return (statuses.isEmpty() || statuses.contains(group.status()))
                && (conflicting == null || conflicting == group.conflicting());
    }

    private Stream<OverviewRange> range(OverviewGroup group, @Nullable StatusDefinition status, Instant now) {
        if (!categories.isEmpty() && (status == null || !categories.contains(status.category()))) {
            return Stream.empty();
        }
        Instant from = Objects.requireNonNullElse(changedFrom, OverviewRange.FIRST);
        Instant to = Objects.requireNonNullElse(changedTo, OverviewRange.LAST);
        if (unchangedFor != null) {
            to = earlier(to, ago(unchangedFor, now));
        }
        Duration allowed = status == null ? null : status.overdueAfter();
        if (overdue != null && allowed != null) {
            Instant since = ago(allowed, now);
            return Stream.of(
                    overdue
                            ? new OverviewRange(group, from, earlier(to, since))
                            : new OverviewRange(group, from.isAfter(since) ? from : since, to));
        }
        boolean never = overdue != null && overdue;
        return never ? Stream.empty() : Stream.of(new OverviewRange(group, from, to));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant ago(Duration duration, Instant now) {
        return duration.compareTo(LONGEST) > 0 ? OverviewRange.FIRST : now.minus(duration);
    }
}
