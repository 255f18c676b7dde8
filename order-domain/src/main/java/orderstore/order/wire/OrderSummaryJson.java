package orderstore.order.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import orderstore.order.OrderSummary;
import orderstore.order.model.Status;
import org.jspecify.annotations.Nullable;

/** What is kept beside an order's last change, as canonical JSON; false and zero are left out. */
public final class OrderSummaryJson {

    private OrderSummaryJson() {}

    public static String write(OrderSummary summary) {
        return Json.object(json -> {
            Json.member(json, "status", summary.status());
            Json.member(json, "openedAt", summary.opened());
            Json.member(json, "changedAt", summary.changed());
            Json.member(json, "conflicting", summary.conflicting() ? true : null);
            Json.member(json, "corrections", summary.corrections() > 0 ? summary.corrections() : null);
        });
    }

    public static OrderSummary read(String state) {
        Map<String, Object> members = Json.read(state);
        return new OrderSummary(
                new Status(Objects.requireNonNull((String) members.get("status"))),
                time(members.get("openedAt")),
                time(members.get("changedAt")),
                members.containsKey("conflicting"),
                members.get("corrections") instanceof BigDecimal number ? number.intValueExact() : 0);
    }

    private static @Nullable Instant time(@Nullable Object value) {
        return value instanceof String text ? Instant.parse(text) : null;
    }
}
