package orderstore.projection.overview;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads ranges of the overview as one list, from a place on: PostgreSQL merges ranges of an index, each of which is in
 * the order that is wanted, so that it reads little more than it answers, and never sorts.
 *
 * <p>Each range has a limit of its own, though the whole would do: without it PostgreSQL reads them all and sorts. The
 * text depends on how many ranges there are alone, so that it is planned once.
 */
record RangesQuery(String text, List<Object> parameters) {

    static final String COLUMNS =
            "o.order_id, o.status, o.source, o.conflicting, o.changed_at, o.opened_at, o.version, o.position";

    static final String IS_HELD = "exists (select from order_head h where h.order_id = o.order_id and h.held)";

    /** The offset has PostgreSQL look each one up, rather than join what it takes to be few. */
    static final String IS_HELD_EACH =
            "exists (select from order_head h where h.order_id = o.order_id and h.held offset 0)";

    /**
     * The query for orders of some ranges.
     *
     * @param ranges at least one; of all or of none a source is given; in the order of ids, without bounds of time
     * @param free whether orders that are held are left out
     * @param after the last order that was seen; null: none
     */
    static RangesQuery of(
            List<OverviewRange> ranges, boolean free, OverviewSort sort, @Nullable OverviewKey after, int limit) {
        String order = order(sort);
        String range =
                """
                  (
                    select %s
                    from order_overview o
                    where %s
                      and %s%s
                    order by %s
                    limit ?
                  )
                """.formatted(COLUMNS, group(ranges), bounds(sort), free ? " and not " + IS_HELD_EACH : "", order);
        String text = """
                select %s, %s as held
                from (
                %s) o
                order by %s
                limit ?
                """.formatted(
                COLUMNS, IS_HELD, String.join("  union all\n", Collections.nCopies(ranges.size(), range)), order);
        var parameters = new ArrayList<>();
        for (OverviewRange one : ranges) {
            parameters.addAll(group(one));
            parameters.addAll(bounds(one, sort, after));
            parameters.add(limit);
        }
        parameters.add(limit);
        return new RangesQuery(text, List.copyOf(parameters));
    }

    /**
     * The query for those orders of some ranges that are held, of which there are few: they are looked up by one scan,
     * and the range of each is found by a hash, if {@link OverviewSearch#BY_HASH} is set.
     *
     * @param ranges at least one
     * @param after the last order that was seen; null: none
     */
    static RangesQuery ofHeld(List<OverviewRange> ranges, OverviewSort sort, @Nullable OverviewKey after, int limit) {
        // The offset keeps PostgreSQL from reading ranges instead.
        String text = """
                select %s, true as held
                from (
                  select *
                  from order_overview
                  where order_id = any (array(select order_id from order_head where held))
                  offset 0
                ) o
                join unnest(?::text[], ?::text[], ?::boolean[], ?::timestamptz[], ?::timestamptz[])
                    wanted (source, status, conflicting, since, until)
                  on wanted.status = o.status
                  and wanted.conflicting = o.conflicting
                  and (wanted.source is null or wanted.source = o.source)
                  and wanted.since <= o.changed_at
                  and wanted.until > o.changed_at
                where %s
                order by %s
                limit ?
                """.formatted(COLUMNS, bounds(sort), order(sort));
        var parameters = new ArrayList<>();
        parameters.add(ranges.stream().map(range -> range.group().source()).toArray(String[]::new));
        parameters.add(ranges.stream().map(range -> range.group().status()).toArray(String[]::new));
        parameters.add(ranges.stream().map(range -> range.group().conflicting()).toArray(Boolean[]::new));
        parameters.add(ranges.stream().map(range -> text(range.from())).toArray(String[]::new));
        parameters.add(ranges.stream().map(range -> text(range.to())).toArray(String[]::new));
        var all = new OverviewRange(ranges.getFirst().group(), OverviewRange.FIRST, OverviewRange.LAST);
        parameters.addAll(bounds(all, sort, after));
        parameters.add(limit);
        return new RangesQuery(text, List.copyOf(parameters));
    }

    /** What makes a group; the ranges are of all or of none a source. */
    static String group(List<OverviewRange> ranges) {
        String group = "o.status = ? and o.conflicting = ?";
        return ranges.getFirst().group().source() == null ? group : "o.source = ? and " + group;
    }

    /** What stands for the marks of {@link #group(List)}. */
    static List<Object> group(OverviewRange range) {
        OverviewGroup group = range.group();
        return group.source() == null
                ? List.of(group.status(), group.conflicting())
                : List.of(group.source(), group.status(), group.conflicting());
    }

    private static String order(OverviewSort sort) {
        return switch (sort) {
            case CHANGED_AT -> "o.changed_at, o.order_id";
            case CHANGED_AT_DESCENDING -> "o.changed_at desc, o.order_id desc";
            case ORDER_ID -> "o.order_id using ~<~"; // The name of the order in the index.
        };
    }

    private static String bounds(OverviewSort sort) {
        return sort == OverviewSort.ORDER_ID
                ? "o.order_id ~>~ ?"
                : "(o.changed_at, o.order_id) > (?, ?) and (o.changed_at, o.order_id) < (?, ?)";
    }

    /** What stands for the marks of {@link #bounds(OverviewSort)}. No order's id is empty. */
    private static List<Object> bounds(OverviewRange range, OverviewSort sort, @Nullable OverviewKey after) {
        var from = new OverviewKey(range.from(), "");
        var to = new OverviewKey(range.to(), "");
        if (sort == OverviewSort.ORDER_ID) {
            return List.of(after == null ? "" : after.orderId());
        }
        if (after != null
                && sort == OverviewSort.CHANGED_AT
                && !after.changedAt().isBefore(range.from())) {
            from = after;
        }
        if (after != null
                && sort == OverviewSort.CHANGED_AT_DESCENDING
                && after.changedAt().isBefore(range.to())) {
            to = after;
        }
        return List.of(time(from.changedAt()), from.orderId(), time(to.changedAt()), to.orderId());
    }

    static OffsetDateTime time(Instant time) {
        if (time.equals(OverviewRange.FIRST)) {
            return OffsetDateTime.MIN; // The driver's -infinity.
        }
        return time.equals(OverviewRange.LAST) ? OffsetDateTime.MAX : time.atOffset(ZoneOffset.UTC);
    }

    /** As the driver sends it: it has no arrays of times. */
    private static String text(Instant time) {
        if (time.equals(OverviewRange.FIRST)) {
            return "-infinity";
        }
        return time.equals(OverviewRange.LAST) ? "infinity" : time.toString();
    }
}
