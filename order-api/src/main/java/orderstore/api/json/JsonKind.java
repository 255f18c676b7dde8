package orderstore.api.json;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonToken;

/** How the kinds of values are called in a sentence; and the two values that Java has no object for. */
enum JsonKind {
    STRING("a string"),
    NUMBER("a number"),
    BOOLEAN("a boolean"),
    OBJECT("an object"),
    ARRAY("an array"),
    NULL("null"),
    /** Blamed already while it was read. */
    INVALID("not readable");

    private final String phrase;

    JsonKind(String phrase) {
        this.phrase = phrase;
    }

    static JsonKind of(Object value) {
        return switch (value) {
            case String ignored -> STRING;
            case BigDecimal ignored -> NUMBER;
            case Boolean ignored -> BOOLEAN;
            case Map<?, ?> ignored -> OBJECT;
            case List<?> ignored -> ARRAY;
            case JsonKind kind -> kind;
            default -> throw new IllegalArgumentException("The reader makes no " + value.getClass());
        };
    }

    static JsonKind of(JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> STRING;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> NUMBER;
            case VALUE_TRUE, VALUE_FALSE -> BOOLEAN;
            case START_OBJECT -> OBJECT;
            case START_ARRAY -> ARRAY;
            case VALUE_NULL -> NULL;
            default -> INVALID;
        };
    }

    @Override
    public String toString() {
        return phrase;
    }
}
