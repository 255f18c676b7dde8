package orderstore.api.archive;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import orderstore.api.json.Times;
import orderstore.api.order.StatusChange;
import orderstore.eventlog.StoredEvent;
import orderstore.eventlog.archive.ArchiveLines;
import orderstore.order.Order;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** One line of an archive, read as fast as it was written: there are millions of them. */
final class ChangeLine {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final Map<String, String> texts = new HashMap<>(32);
    private final Map<String, Object> attributes = new HashMap<>();
    private final Map<String, String> verbatim = new HashMap<>();
    private int version;
    private long position;

    private ChangeLine() {}

    /** Throws a NullPointerException with the name of a member that is missing. */
    static ArchiveLines.Line read(byte[] line) {
        var read = new ChangeLine();
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("It is not a JSON object.");
            }
            read.members(json);
        }
        return read.line();
    }

    private void members(JsonParser json) {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            switch (json.nextToken()) {
                case VALUE_STRING -> texts.put(name, json.getString());
                case VALUE_NUMBER_INT -> number(name, json.getLongValue());
                case START_OBJECT -> {
                    if (name.equals(ChangeLines.EVENT)) {
                        object(json, (member, value) -> verbatim.put(member, String.valueOf(value)));
                    } else {
                        object(json, attributes::put);
                    }
                }
                default -> json.skipChildren(); // A null, or a later version's member.
            }
        }
    }

    private void number(String name, long value) {
        if (name.equals("version")) {
            if (value < 1 || value > Order.MAX_CHANGES) {
                throw new IllegalArgumentException("version is " + value + ", allowed are 1 to " + Order.MAX_CHANGES);
            }
            version = (int) value;
        } else {
            position = value;
        }
    }

    private interface Member {
        void is(String name, Object value);
    }

    private static void object(JsonParser json, Member member) {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            switch (json.nextToken()) {
                case VALUE_STRING -> member.is(name, json.getString());
                case VALUE_TRUE, VALUE_FALSE -> member.is(name, json.getBooleanValue());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> member.is(name, json.getDecimalValue());
                default -> throw new IllegalArgumentException(name + " is neither text nor number nor boolean.");
            }
        }
    }

    private ArchiveLines.Line line() {
        StoredEvent event = verbatim.isEmpty() ? Stored.event(change()) : verbatim();
        if (!verbatim.isEmpty() && !StatusChange.of(event).equals(change())) {
            throw new IllegalArgumentException("It shows another change than its event is.");
        }
        return new ArchiveLines.Line(event, texts.get(ChangeLines.HASH));
    }

    /** Without what later changes say of it. */
    private StatusChange change() {
        return new StatusChange(
                required("orderId"),
                required("changeId"),
                version,
                position,
                required("status"),
                texts.get("previousStatus"),
                required("kind"),
                required("effect"),
                texts.get("source"),
                texts.get("actor"),
                texts.get("reason"),
                attributes,
                time("occurredAt"),
                time("recordedAt"),
                texts.get("traceId"),
                texts.get("corrects"),
                null);
    }

    private StoredEvent verbatim() {
        return new StoredEvent(
                position,
                time("recordedAt"),
                required("orderId"),
                version,
                required(verbatim, "type"),
                required(verbatim, "payload"),
                required(verbatim, "metadata"));
    }

    private Instant time(String name) {
        @Nullable Instant time = Times.parse(required(name));
        if (time == null) {
            throw new IllegalArgumentException(name + " is not " + Times.RULE + ".");
        }
        return time;
    }

    private String required(String name) {
        return required(texts, name);
    }

    private static String required(Map<String, String> members, String name) {
        @Nullable String value = members.get(name);
        return Objects.requireNonNull(value, name);
    }
}
