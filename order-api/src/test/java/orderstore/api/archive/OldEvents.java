package orderstore.api.archive;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import orderstore.order.ChangeId;
import orderstore.order.Claim;
import orderstore.order.Kind;
import orderstore.order.OrderEvent;
import orderstore.order.OrderEvent.StatusChanged;
import orderstore.order.OrderEvent.StatusCorrected;
import orderstore.order.model.Status;
import org.jspecify.annotations.Nullable;

/** What happened to orders, with all that can be told of it. */
final class OldEvents {

    private OldEvents() {}

    static OrderEvent applied(
            String id, Kind kind, String status, @Nullable String previous, @Nullable Instant occurredAt) {
        return new StatusChanged(claim(id, kind, status, occurredAt), previous == null ? null : new Status(previous));
    }

    static OrderEvent correction(String id, String corrects, String status, String previous, Instant occurredAt) {
        var claim = new Claim(
                new ChangeId(id),
                Kind.CORRECTION,
                new Status(status),
                occurredAt,
                null,
                "a mistake",
                Map.of(),
                new ChangeId(corrects));
        return new StatusCorrected(claim, new Status(previous));
    }

    static Claim claim(String id, Kind kind, String status, @Nullable Instant occurredAt) {
        return new Claim(
                new ChangeId(id),
                kind,
                new Status(status),
                occurredAt,
                "warehouse-7",
                "ü \"quoted\" \u0001",
                Map.of("weight", new BigDecimal("1.50"), "fragile", true, "code", "1Z"),
                null);
    }
}
