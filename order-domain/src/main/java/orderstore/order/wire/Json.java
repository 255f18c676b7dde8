package orderstore.order.wire;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Canonical JSON: members in a fixed order, no white space, absent rather than null. */
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private static final int USUAL_LENGTH = 256;

    private Json() {}

    static String object(Consumer<JsonGenerator> members) {
        var text = new StringWriter(USUAL_LENGTH);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            members.accept(json);
            json.writeEndObject();
        }
        return text.toString();
    }

    static void member(JsonGenerator json, String name, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case Boolean flag -> json.writeBooleanProperty(name, flag);
            case BigDecimal number -> json.writeNumberProperty(name, number);
            case Integer number -> json.writeNumberProperty(name, number);
            default -> json.writeStringProperty(name, value.toString());
        }
    }

    /** The members of an object: strings, booleans, numbers as BigDecimal, and objects as maps; nulls are left out. */
    static Map<String, Object> read(String text) {
        var members = new LinkedHashMap<String, Object>();
        read(text, members::put);
        return members;
    }

    /** The same, each by itself as it comes. */
    static void read(String text, BiConsumer<String, Object> member) {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("It is not a JSON object.");
            }
            members(json, member);
        }
    }

    private static Map<String, Object> members(JsonParser json) {
        var members = new LinkedHashMap<String, Object>();
        members(json, members::put);
        return members;
    }

    private static void members(JsonParser json, BiConsumer<String, Object> member) {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            switch (json.nextToken()) {
                case VALUE_STRING -> member.accept(name, json.getString());
                case VALUE_TRUE, VALUE_FALSE -> member.accept(name, json.getBooleanValue());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> member.accept(name, json.getDecimalValue());
                case START_OBJECT -> member.accept(name, members(json));
                default -> json.skipChildren(); // A later version's member, or null.
            }
        }
    }
}
