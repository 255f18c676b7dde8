package orderstore.order.wire;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import orderstore.order.ChangeId;
import orderstore.order.Claim;
import orderstore.order.Kind;
import orderstore.order.OrderEvent;
import orderstore.order.OrderEvent.ReportConflicted;
import orderstore.order.OrderEvent.ReportSuperseded;
import orderstore.order.OrderEvent.StatusChanged;
import orderstore.order.OrderEvent.StatusCorrected;
import orderstore.order.model.Status;
import org.jspecify.annotations.Nullable;

/**
 * Events as canonical JSON. {@code kind} stands only where the type leaves it open, {@code occurredAt} only if
 * it was told. Members that a reader does not know are passed over.
 */
public final class OrderEventJson {

    private OrderEventJson() {}

    /** The wire name of an event's type, without its version. */
    public static String type(Class<?> event) {
        if (event == StatusChanged.class) {
            return "order.status-changed";
        } else if (event == StatusCorrected.class) {
            return "order.status-corrected";
        } else if (event == ReportSuperseded.class) {
            return "order.report-superseded";
        } else if (event == ReportConflicted.class) {
            return "order.report-conflicted";
        }
        throw new IllegalArgumentException("Not an event of an order: " + event);
    }

    /** The version in which an event is written today. */
    public static String revision() {
        return "1";
    }

    public static String write(OrderEvent event) {
        Claim claim = event.claim();
        return Json.object(json -> {
            Json.member(json, "changeId", claim.changeId());
            if (event instanceof StatusChanged) {
                Json.member(json, "kind", claim.kind().wireName());
            }
            Json.member(json, "status", claim.status());
            Json.member(json, "previousStatus", event.previous());
            Json.member(json, "corrects", claim.corrects());
            Json.member(json, "occurredAt", claim.occurredAt());
            Json.member(json, "source", claim.source());
            Json.member(json, "reason", claim.reason());
            if (!claim.attributes().isEmpty()) {
                json.writeObjectPropertyStart("attributes");
                claim.sortedAttributes().forEach((name, value) -> Json.member(json, name, value));
                json.writeEndObject();
            }
        });
    }

    /**
     * Reads an event as it was once written.
     *
     * @param type the wire name with its version, such as {@code order.status-changed.v1}
     * @throws IllegalArgumentException if there is no such type
     */
    public static OrderEvent read(String type, String payload) {
        Map<String, Object> members = Json.read(payload);
        Status previous = members.get("previousStatus") instanceof String name ? new Status(name) : null;
        return switch (type) {
            case "order.status-changed.v1" -> {
                String kind = text(members, "kind");
                yield new StatusChanged(claim(members, Kind.valueOf(kind.toUpperCase(Locale.ROOT))), previous);
            }
            case "order.status-corrected.v1" -> new StatusCorrected(claim(members, Kind.CORRECTION), previous);
            case "order.report-superseded.v1" -> new ReportSuperseded(claim(members, Kind.REPORT), previous);
            case "order.report-conflicted.v1" -> new ReportConflicted(claim(members, Kind.REPORT), previous);
            default -> throw new IllegalArgumentException("Not an event of an order: " + type);
        };
    }

    private static Claim claim(Map<String, Object> members, Kind kind) {
        return new Claim(
                new ChangeId(text(members, "changeId")),
                kind,
                new Status(text(members, "status")),
                members.get("occurredAt") instanceof String time ? Instant.parse(time) : null,
                optional(members, "source"),
                optional(members, "reason"),
                attributes(members.get("attributes")),
                members.get("corrects") instanceof String id ? new ChangeId(id) : null);
    }

    @SuppressWarnings("unchecked") // The reader makes no other maps.
    private static Map<String, Object> attributes(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static String text(Map<String, Object> members, String name) {
        return Objects.requireNonNull((String) members.get(name), name);
    }

    private static @Nullable String optional(Map<String, Object> members, String name) {
        return (String) members.get(name);
    }
}
