package orderstore.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import orderstore.order.Change;
import orderstore.order.ChangeId;
import orderstore.order.Claim;
import orderstore.order.Kind;
import orderstore.order.Order;
import orderstore.order.OrderEvent;
import orderstore.order.OrderEvent.ReportConflicted;
import orderstore.order.OrderEvent.ReportSuperseded;
import orderstore.order.OrderEvent.StatusChanged;
import orderstore.order.OrderEvent.StatusCorrected;
import orderstore.order.model.Status;
import org.jspecify.annotations.Nullable;

/** Random histories of orders: everything that may stand in a log, in any order of times. */
public final class Histories {

    public static final List<String> STATUSES = List.of("PLACED", "CONFIRMED", "PACKED", "SHIPPED", "DELIVERED");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final RandomGenerator random;
    private final Map<String, Order> orders = new HashMap<>();
    private final Map<String, List<ChangeId>> changes = new HashMap<>();

    public Histories(RandomGenerator random) {
        this.random = random;
    }

    /** The next event of an order; the log must have recorded those before. */
    public OrderEvent next(String orderId, Instant recordedAt) {
        Order order = orders.getOrDefault(orderId, Order.NONE);
        List<ChangeId> earlier = changes.computeIfAbsent(orderId, id -> new ArrayList<>());
        var id = new ChangeId("c-" + (earlier.size() + 1));
        OrderEvent event = event(order, id, earlier);
        orders.put(orderId, order.evolve(new Change(order.version() + 1, event, recordedAt)));
        earlier.add(id);
        return event;
    }

    private OrderEvent event(Order order, ChangeId id, List<ChangeId> earlier) {
        Status before = order.status();
        Instant time = random.nextInt(5) == 0 ? null : START.plus(Duration.ofMinutes(random.nextInt(20_000)));
        if (before == null) {
            return new StatusChanged(claim(id, random.nextBoolean() ? Kind.COMMAND : Kind.REPORT, time, null), null);
        }
        return switch (random.nextInt(10)) {
            case 0 ->
                new StatusCorrected(
                        claim(id, Kind.CORRECTION, time, earlier.get(random.nextInt(earlier.size()))), before);
            case 1, 2 -> new ReportSuperseded(claim(id, Kind.REPORT, beforeThePresent(order), null), before);
            case 3 -> new ReportConflicted(claim(id, Kind.REPORT, time, null), before);
            default ->
                new StatusChanged(claim(id, random.nextBoolean() ? Kind.COMMAND : Kind.REPORT, time, null), before);
        };
    }

    private Instant beforeThePresent(Order order) {
        Change current = java.util.Objects.requireNonNull(order.current());
        return current.occurredAt().minus(Duration.ofMinutes(1 + random.nextInt(5_000)));
    }

    private Claim claim(ChangeId id, Kind kind, @Nullable Instant time, @Nullable ChangeId corrects) {
        var status = new Status(STATUSES.get(random.nextInt(STATUSES.size())));
        String source = random.nextInt(4) == 0 ? null : "source-" + random.nextInt(3);
        return new Claim(id, kind, status, time, source, corrects == null ? null : "mistaken", Map.of(), corrects);
    }
}
