package orderstore.api.order;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import orderstore.api.json.JsonObject;
import orderstore.order.ChangeId;
import orderstore.order.Claim;
import orderstore.order.Kind;
import orderstore.order.OrderId;
import orderstore.order.model.Status;
import org.jspecify.annotations.Nullable;

/** What a client sends to append a change. Errors are noted in the document; with an error the result is null. */
public final class ChangeRequest {

    /** The largest change in bytes. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final Duration MAX_AHEAD = Duration.ofMinutes(5);
    /** The longest id. */
    public static final int MAX_ID = 64;

    private static final int MAX_SOURCE = 64;
    private static final int MAX_REASON = 500;
    private static final int MAX_ATTRIBUTES = 32;
    private static final int MAX_ATTRIBUTE = 1_000;
    private static final int MAX_DIGITS = 40;
    private static final int MAX_EXPONENT = 300;
    private static final Pattern ATTRIBUTE_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Map<String, Kind> KINDS =
            Arrays.stream(Kind.values()).collect(Collectors.toMap(Kind::wireName, kind -> kind));

    private ChangeRequest() {}

    /** Reads all members but the ids, which stand in the path or, in bulk, are read before. */
    public static @Nullable Claim read(JsonObject json, @Nullable ChangeId changeId, Instant now) {
        String status = json.requiredString("status", Status.MAX_LENGTH);
        String kindName = json.optionalString("kind", KINDS::containsKey, "command, report or correction");
        Kind kind = kindName == null ? Kind.COMMAND : KINDS.getOrDefault(kindName, Kind.COMMAND);
        Instant occurredAt = occurredAt(json, now);
        String source = json.optionalString("source", MAX_SOURCE);
        String reason = json.optionalString("reason", MAX_REASON);
        Map<String, Object> attributes = attributes(json.optionalObject("attributes"));
        ChangeId corrects = changeId(json, "corrects", json.optionalString("corrects", MAX_ID));
        checkCorrection(json, kind, corrects, reason);
        json.refuseUnknown();
        return changeId == null || !json.errors().isEmpty()
                ? null
                : new Claim(changeId, kind, new Status(status), occurredAt, source, reason, attributes, corrects);
    }

    /** The order's id; with an error, noted for {@code member}, null. */
    public static @Nullable OrderId orderId(JsonObject json, String member, @Nullable String value) {
        try {
            return value == null ? null : new OrderId(value);
        } catch (IllegalArgumentException e) {
            json.refuse(member, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** A change's id; with an error, noted for {@code member}, null. */
    public static @Nullable ChangeId changeId(JsonObject json, String member, @Nullable String value) {
        try {
            return value == null ? null : new ChangeId(value);
        } catch (IllegalArgumentException e) {
            json.refuse(member, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static @Nullable Instant occurredAt(JsonObject json, Instant now) {
        Instant occurredAt = json.optionalInstant("occurredAt");
        if (occurredAt != null && occurredAt.isAfter(now.plus(MAX_AHEAD))) {
            json.refuse(
                    "occurredAt",
                    "is " + occurredAt + ", and it is now " + now.truncatedTo(ChronoUnit.SECONDS) + "; at most "
                            + MAX_AHEAD + " ahead is allowed");
        }
        return occurredAt;
    }

    private static void checkCorrection(
            JsonObject json, Kind kind, @Nullable ChangeId corrects, @Nullable String reason) {
        if (kind == Kind.CORRECTION) {
            if (corrects == null) {
                json.refuse("corrects", "is required for a correction: the changeId that was wrong");
            }
            if (reason == null) {
                json.refuse("reason", "is required for a correction: why the change was wrong");
            }
        } else if (corrects != null) {
            json.refuse("corrects", "is allowed for the kind correction only, and this is a " + kind.wireName());
        }
    }

    private static Map<String, Object> attributes(@Nullable JsonObject json) {
        if (json == null) {
            return Map.of();
        }
        if (json.names().size() > MAX_ATTRIBUTES) {
            json.refuse("has " + json.names().size() + " entries; at most " + MAX_ATTRIBUTES + " are allowed");
            return Map.of();
        }
        var attributes = new HashMap<String, Object>();
        for (String name : json.names()) {
            if (!ATTRIBUTE_NAME.matcher(name).matches()) {
                json.refuse(name, "is not a name of 1 to 64 of A-Z a-z 0-9 _ . -");
            }
            Object value = json.requiredScalar(name, MAX_ATTRIBUTE);
            attributes.put(name, value instanceof BigDecimal number ? number(json, name, number) : value);
        }
        return attributes;
    }

    /** One form for each number, so that 1.0 and 1 are the same content; within what any reader can take. */
    private static BigDecimal number(JsonObject json, String name, BigDecimal value) {
        if (value.precision() > MAX_DIGITS || Math.abs((long) value.precision() - value.scale() - 1) > MAX_EXPONENT) {
            json.refuse(
                    name,
                    "is not a number of at most " + MAX_DIGITS + " digits with a magnitude between 1e-" + MAX_EXPONENT
                            + " and 1e" + MAX_EXPONENT + " are allowed");
            return BigDecimal.ZERO;
        }
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 && stripped.precision() - stripped.scale() <= MAX_DIGITS
                ? stripped.setScale(0)
                : stripped;
    }
}
