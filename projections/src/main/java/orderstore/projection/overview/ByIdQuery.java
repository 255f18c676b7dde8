package orderstore.projection.overview;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads ranges of time in the order of ids, for which no index can be made: it is either in the order of times or in
 * that of ids. Few orders are read by time and sorted. Of many some are met soon on a walk along the ids; so that a
 * page never takes long, the walk rests after a while, and the page ends there.
 */
final class ByIdQuery {

    /** So many orders are sorted in a few milliseconds. */
    static final int FEW = 5_000;

    /** So many are walked past likewise. */
    static final int WALK = 5_000;

    private ByIdQuery() {}

    /** How many orders the ranges have; {@link #FEW} and one more if there are too many to count. */
    static RangesQuery count(List<OverviewRange> ranges) {
        String range = """
                  (select from order_overview o where %s and o.changed_at >= ? and o.changed_at < ? limit ?)
                """.formatted(RangesQuery.group(ranges));
        var parameters = new ArrayList<>();
        for (OverviewRange one : ranges) {
            parameters.addAll(RangesQuery.group(one));
            parameters.add(RangesQuery.time(one.from()));
            parameters.add(RangesQuery.time(one.to()));
            parameters.add(FEW + 1);
        }
        parameters.add(FEW + 1);
        return new RangesQuery("""
                select count(*)
                from (
                  select
                  from (
                %s) o
                  limit ?
                ) o
                """.formatted(union(ranges, range)), List.copyOf(parameters));
    }

    /**
     * The query for orders of ranges that have few. They are read before their order is asked for, or PostgreSQL
     * would go along all ids instead.
     *
     * @param free whether orders that are held are left out
     * @param after the last order that was seen; null: none
     */
    static RangesQuery sorted(List<OverviewRange> ranges, boolean free, @Nullable OverviewKey after, int limit) {
        String range = """
                  (select o.order_id from order_overview o where %s and o.changed_at >= ? and o.changed_at < ?)
                """.formatted(RangesQuery.group(ranges));
        var parameters = new ArrayList<>();
        for (OverviewRange one : ranges) {
            parameters.addAll(RangesQuery.group(one));
            parameters.add(RangesQuery.time(one.from()));
            parameters.add(RangesQuery.time(one.to()));
        }
        parameters.add(after == null ? "" : after.orderId());
        parameters.add(limit);
        return new RangesQuery(
                """
                select %s, %s as held
                from (
                  select order_id
                  from (
                    select order_id
                    from (
                %s) o
                    offset 0
                  ) o
                  where order_id > ?
                  order by order_id
                  offset 0
                ) id
                cross join lateral (select * from order_overview where order_id = id.order_id offset 0) o
                %s
                order by id.order_id
                limit ?
                """.formatted(
                                RangesQuery.COLUMNS,
                                RangesQuery.IS_HELD,
                                union(ranges, range),
                                free ? "where not " + RangesQuery.IS_HELD_EACH : ""),
                List.copyOf(parameters));
    }

    /**
     * The query for those orders of ranges that a walk meets, marked as wanted, and for the order where it rests.
     *
     * @param free whether orders that are held are left out
     * @param after the last order that was seen; null: none
     */
    static RangesQuery walk(List<OverviewRange> ranges, boolean free, @Nullable OverviewKey after, int limit) {
        String range = """
                  (
                    select o.order_id, o.changed_at >= ? and o.changed_at < ? as wanted
                    from order_overview o
                    where %s and o.order_id ~>~ ?
                    order by o.order_id using ~<~
                    limit ?
                  )
                """.formatted(RangesQuery.group(ranges));
        var parameters = new ArrayList<>();
        parameters.add(WALK);
        for (OverviewRange one : ranges) {
            parameters.add(RangesQuery.time(one.from()));
            parameters.add(RangesQuery.time(one.to()));
            parameters.addAll(RangesQuery.group(one));
            parameters.add(after == null ? "" : after.orderId());
            parameters.add(WALK);
        }
        parameters.addAll(List.of(WALK, WALK, limit));
        String wanted = free
                ? "id.wanted and not " + RangesQuery.IS_HELD_EACH.replace("o.order_id", "id.order_id")
                : "id.wanted";
        return new RangesQuery(
                """
                select %s, %s as held, %s as wanted, id.place = ? as rest
                from (
                  select order_id, wanted, row_number() over (order by order_id using ~<~) as place
                  from (
                %s) o
                  order by order_id using ~<~
                  limit ?
                ) id
                cross join lateral (select * from order_overview where order_id = id.order_id offset 0) o
                where %s
                  or id.place = ?
                order by id.order_id using ~<~
                limit ?
                """.formatted(RangesQuery.COLUMNS, RangesQuery.IS_HELD, wanted, union(ranges, range), wanted),
                List.copyOf(parameters));
    }

    private static String union(List<OverviewRange> ranges, String range) {
        return String.join("  union all\n", Collections.nCopies(ranges.size(), range));
    }
}
