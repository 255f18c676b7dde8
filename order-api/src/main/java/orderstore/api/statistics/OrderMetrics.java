package orderstore.api.statistics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import orderstore.order.model.StatusModel;
import orderstore.projection.statistics.Figures.Orders;
import orderstore.projection.statistics.StatisticsQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * How many orders are in each status, and how many of them for too long, as metrics. They are asked now and then, not
 * by whoever reads the metrics, who so never waits for the database.
 */
final class OrderMetrics {

    private static final Logger LOGGER = LoggerFactory.getLogger(OrderMetrics.class);

    private final StatisticsQuery statistics;
    private final Overdue overdue;
    private final Set<String> statuses = new LinkedHashSet<>();
    private final MultiGauge inStatus;
    private final MultiGauge tooLong;

    OrderMetrics(StatisticsQuery statistics, Overdue overdue, StatusModel model, MeterRegistry metrics) {
        this.statistics = statistics;
        this.overdue = overdue;
        model.statuses().keySet().forEach(status -> statuses.add(status.name()));
        inStatus = MultiGauge.builder("orderstore.orders")
                .description("Orders in a status")
                .register(metrics);
        tooLong = MultiGauge.builder("orderstore.orders.overdue")
                .description("Orders that are in a status for longer than the status model allows")
                .register(metrics);
    }

    /** Asks anew. What cannot be asked is told as unknown rather than as it was. */
    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    synchronized void refresh() {
        Set<String> limited = overdue.before().keySet();
        try {
            Orders orders = statistics.orders(overdue.before());
            statuses.addAll(orders.byStatus().keySet());
            show(inStatus, statuses, orders.byStatus(), 0);
            show(tooLong, limited, orders.overdue(), 0);
        } catch (RuntimeException e) {
            LOGGER.warn("How many orders there are could not be asked: {}", e.toString());
            show(inStatus, statuses, Map.of(), Double.NaN);
            show(tooLong, limited, Map.of(), Double.NaN);
        }
    }

    private static void show(MultiGauge gauge, Set<String> statuses, Map<String, Long> counts, double otherwise) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (String status : statuses) {
            Long count = counts.get(status);
            rows.add(MultiGauge.Row.of(Tags.of("status", status), count == null ? otherwise : (double) count));
        }
        gauge.register(rows, true);
    }
}
