package orderstore.projection.overview;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orderstore.order.model.Category;
import orderstore.order.model.Status;
import orderstore.order.model.StatusDefinition;
import orderstore.order.model.StatusModel;
import orderstore.projection.LogFixture;
import orderstore.projection.processing.ProcessingLimits;
import orderstore.projection.processing.ProcessingObserver;
import orderstore.projection.processing.Projections;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An overview in a database of its own, filled by tests, at a time of their choice. */
final class OverviewFixture implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    /** A line of statuses, of which some may be overdue; {@code RETIRED} is none of them. */
    static final StatusModel MODEL = model();

    final LogFixture log = new LogFixture();
    final HikariDataSource connections = log.connections;
    final JdbcClient owner = log.owner;
    final OverviewSearch search = new OverviewSearch(connections, MODEL, InstantSource.fixed(NOW));

    private static StatusModel model() {
        var statuses = new LinkedHashMap<Status, StatusDefinition>();
        status(statuses, "PLACED", Category.OPEN, Duration.ofHours(10), "PACKED");
        status(statuses, "PACKED", Category.FULFILMENT, Duration.ofHours(30), "SHIPPED");
        status(statuses, "SHIPPED", Category.TRANSIT, null, "DELIVERED");
        status(statuses, "DELIVERED", Category.COMPLETED, null, null);
        return new StatusModel("test", 1, statuses);
    }

    private static void status(
            Map<Status, StatusDefinition> statuses,
            String name,
            Category category,
            @Nullable Duration overdueAfter,
            @Nullable String next) {
        var definition = new StatusDefinition(
                category,
                statuses.isEmpty(),
                next == null,
                overdueAfter,
                next == null ? Set.of() : Set.of(new Status(next)));
        statuses.put(new Status(name), definition);
    }

    /** Makes the tables of the first generation and shows it. */
    OverviewFixture shown() {
        var limits = new ProcessingLimits(2, Duration.ofSeconds(10));
        try (var projections = new Projections(
                List.of(new Overview()),
                log,
                log.advances,
                connections,
                connections,
                limits,
                "test",
                ProcessingObserver.NONE)) {
            projections.prepare();
        }
        return this;
    }

    void insert(List<FoundOrder> orders) {
        for (FoundOrder order : orders) {
            owner.sql("insert into order_overview_1 values (?, ?, ?, ?, ?::timestamptz, ?::timestamptz, ?, ?)")
                    .param(order.orderId())
                    .param(order.status())
                    .param(order.source())
                    .param(order.conflicting())
                    .param(order.changedAt().toString())
                    .param(order.openedAt().toString())
                    .param(order.version())
                    .param(order.position())
                    .update();
            if (order.held()) {
                hold(order.orderId());
            }
        }
    }

    void hold(String orderId) {
        log.append(orderId, "order.status-changed.v1", "{}");
        owner.sql("update order_head set held = true where order_id = ?")
                .param(orderId)
                .update();
    }

    static Set<Category> categories() {
        return EnumSet.allOf(Category.class);
    }

    @Override
    public void close() {
        log.close();
    }
}
