package orderstore.order.wire;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
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

    /** The wire name of an event's type with the version in which it is written today. */
    public static String typeToday(Class<?> event) {
        return type(event) + ".v" + revision();
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
        var members = new Members();
        Json.read(payload, members);
        Status previous = members.previousStatus == null ? null : new Status(members.previousStatus);
        return switch (type) {
            case "order.status-changed.v1" -> {
                String kind = required(members.kind, "kind");
                yield new StatusChanged(members.claim(Kind.valueOf(kind.toUpperCase(Locale.ROOT))), previous);
            }
            case "order.status-corrected.v1" -> new StatusCorrected(members.claim(Kind.CORRECTION), previous);
            case "order.report-superseded.v1" -> new ReportSuperseded(members.claim(Kind.REPORT), previous);
            case "order.report-conflicted.v1" -> new ReportConflicted(members.claim(Kind.REPORT), previous);
            default -> throw new IllegalArgumentException("Not an event of an order: " + type);
        };
    }

    private static String required(@Nullable String value, String name) {
        return Objects.requireNonNull(value, name);
    }

    /** An event's members, kept by name as they come: a map of them would cost as much as the reading. */
    private static final class Members implements BiConsumer<String, Object> {

        private @Nullable String changeId;
        private @Nullable String kind;
        private @Nullable String status;
        private @Nullable String previousStatus;
        private @Nullable String corrects;
        private @Nullable String occurredAt;
        private @Nullable String source;
        private @Nullable String reason;
        private Map<String, Object> attributes = Map.of();

        @Override
        @SuppressWarnings("unchecked") // The reader makes no other maps.
        public void accept(String name, Object value) {
            switch (name) {
                case "changeId" -> changeId = (String) value;
                case "kind" -> kind = (String) value;
                case "status" -> status = (String) value;
                case "previousStatus" -> previousStatus = (String) value;
                case "corrects" -> corrects = (String) value;
                case "occurredAt" -> occurredAt = (String) value;
                case "source" -> source = (String) value;
                case "reason" -> reason = (String) value;
                case "attributes" -> attributes = (Map<String, Object>) value;
                default -> {} // A later version's member.
            }
        }

        Claim claim(Kind of) {
            return new Claim(
                    new ChangeId(required(changeId, "changeId")),
                    of,
                    new Status(required(status, "status")),
                    occurredAt == null ? null : WrittenTime.read(occurredAt),
                    source,
                    reason,
                    attributes,
                    corrects == null ? null : new ChangeId(corrects));
        }
    }
}
