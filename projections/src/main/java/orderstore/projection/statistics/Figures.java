package orderstore.projection.statistics;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the statistics say, of one moment.
 *
 * @param changes by hour and status
 * @param dwell how long orders stayed, by status
 */
public record Figures(Orders orders, List<HourCount> changes, Map<String, Dwell> dwell) {

    /**
     * How many orders are in each status. A status without an order is left out.
     *
     * @param position every change up to here is counted
     * @param byStatus all orders
     * @param overdue those that are there for too long
     */
    public record Orders(long position, Map<String, Long> byStatus, Map<String, Long> overdue) {}

    /**
     * Changes to a status.
     *
     * @param hour in which they happened: its begin, in UTC
     */
    public record HourCount(Instant hour, String status, long count) {}

    /**
     * Stays in a status that have ended.
     *
     * @param median half of the stays were so long or shorter, in seconds
     * @param p95 of 95 % likewise
     * @param longest in seconds
     */
    public record Dwell(long count, BigDecimal median, BigDecimal p95, BigDecimal longest) {}
}
