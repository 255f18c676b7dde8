package orderstore.api.search;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import orderstore.api.page.QueryParameters;
import orderstore.order.model.Category;
import orderstore.order.model.Status;
import orderstore.projection.overview.OverviewFilter;
import orderstore.projection.overview.OverviewSort;

/**
 * What a search asks for. A parameter that may be repeated means any of its values; {@code From} is included,
 * {@code To} is not.
 *
 * @param minPosition the position of a change that must be in; 0: none
 */
record SearchQuery(OverviewFilter filter, OverviewSort sort, long minPosition) {

    private static final int LONGEST_SOURCE = 64;

    /** Each makes a search read as many more ranges as there are statuses. */
    private static final int MOST_SOURCES = 2;

    private static final Duration LONGEST_UNCHANGED = Duration.ofDays(36_500);
    private static final Set<String> CATEGORIES =
            Arrays.stream(Category.values()).map(Category::name).collect(Collectors.toCollection(TreeSet::new));
    private static final Map<String, OverviewSort> SORTS = sorts();

    private static Map<String, OverviewSort> sorts() {
        var sorts = new LinkedHashMap<String, OverviewSort>();
        sorts.put("changedAt", OverviewSort.CHANGED_AT);
        sorts.put("-changedAt", OverviewSort.CHANGED_AT_DESCENDING);
        sorts.put("orderId", OverviewSort.ORDER_ID);
        return sorts;
    }

    static SearchQuery read(QueryParameters query) {
        var filter = new OverviewFilter(
                texts(query, "status", Status.MAX_LENGTH),
                query.anyOf("category", CATEGORIES).stream()
                        .filter(CATEGORIES::contains)
                        .map(Category::valueOf)
                        .collect(Collectors.toSet()),
                sources(query),
                query.flag("conflicting"),
                query.flag("held"),
                query.instant("changedFrom"),
                query.instant("changedTo"),
                query.duration("unchangedFor", LONGEST_UNCHANGED),
                query.flag("overdue"));
        String sort = query.oneOf("sort", SORTS.keySet(), "changedAt");
        return new SearchQuery(
                filter,
                Objects.requireNonNullElse(SORTS.get(sort), OverviewSort.CHANGED_AT),
                query.number("minPosition", 0, Long.MAX_VALUE, 0));
    }

    private static Set<String> sources(QueryParameters query) {
        Set<String> sources = texts(query, "source", LONGEST_SOURCE);
        if (sources.size() > MOST_SOURCES) {
            query.refuse("source", "has " + sources.size() + " values; at most " + MOST_SOURCES + " are allowed");
        }
        return sources;
    }

    private static Set<String> texts(QueryParameters query, String name, int maxLength) {
        Set<String> values = query.anyOf(name, maxLength);
        if (values.stream().anyMatch(value -> value.indexOf('\0') >= 0)) {
            query.refuse(name, "has the character U+0000, which no " + name + " has");
        }
        return values;
    }
}
