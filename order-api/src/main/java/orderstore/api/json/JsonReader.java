package orderstore.api.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orderstore.api.problem.Quoted;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * Turns one document into maps, lists, strings, numbers and booleans, and goes on after whatever leaves the rest
 * readable, so that the client hears of everything at once.
 */
final class JsonReader {
    private static final int DEPTH = 32;
    private static final int NAME = 256;
    private static final int NUMBER = 40;
    private static final int EXPONENT = 4; // with its sign: keeps 1e999999999 from becoming a gigabyte of digits

    /**
     * Lengths and depth are ours to check, because Jackson would stop at the first breach; whoever hands over the bytes
     * has bounded them. Names are not interned: a client that makes them collide would end all of its caching.
     */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    private final JsonParser parser;
    private final Errors errors;
    private int depth;

    private JsonReader(JsonParser parser, Errors errors) {
        this.parser = parser;
        this.errors = errors;
    }

    /** The members of the object that {@code text} is; empty when it is none, then {@code errors} say why. */
    static Map<String, Object> members(String text, Errors errors) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            return new JsonReader(parser, errors).document();
        } catch (UnexpectedEndOfInputException e) {
            errors.unreadable("ends within an unfinished JSON value" + at(e));
        } catch (JacksonException e) {
            errors.unreadable("is not JSON" + at(e) + near(e, text));
        }
        return Map.of();
    }

    private Map<String, Object> document() {
        var first = parser.nextToken();
        if (first == null) {
            errors.unreadable("is empty, but must be a JSON object");
            return Map.of();
        }
        if (first != JsonToken.START_OBJECT) {
            errors.unreadable("must be a JSON object, not " + JsonKind.of(first));
            return Map.of();
        }
        var members = object("");
        if (goesOn()) {
            errors.add("", "goes on after its JSON object has ended; one object is allowed");
        }
        return members;
    }

    private boolean goesOn() {
        try {
            return parser.nextToken() != null;
        } catch (JacksonException notEvenJson) {
            return true;
        }
    }

    private Map<String, Object> object(String pointer) {
        var members = new LinkedHashMap<String, Object>();
        depth++;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            if (name.length() > NAME) {
                errors.add(
                        pointer,
                        "has a member name of " + name.length() + " characters, which starts " + Quoted.of(name) + "; "
                                + NAME + " are allowed");
                parser.skipChildren();
                continue;
            }
            var flaw = JsonText.flaw(name);
            if (flaw != null) {
                errors.add(Pointer.child(pointer, name), "has a name that " + flaw);
            }
            // Read even when its name is taken: what is wrong with it is still worth knowing.
            var value = value(pointer, name);
            if (members.putIfAbsent(name, value) != null) {
                errors.add(Pointer.child(pointer, name), "is sent more than once; each name is allowed once");
            }
        }
        depth--;
        return members;
    }

    private List<Object> array(String pointer) {
        var values = new ArrayList<>();
        depth++;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(pointer, Integer.toString(values.size())));
        }
        depth--;
        return values;
    }

    private Object value(String parent, String name) {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> string(parent, name);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parent, name);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_OBJECT, START_ARRAY -> container(Pointer.child(parent, name));
            default -> JsonKind.NULL;
        };
    }

    private Object container(String pointer) {
        if (depth == DEPTH) {
            errors.add(pointer, "is nested deeper than " + DEPTH + " levels, which is what is allowed");
            parser.skipChildren();
            return JsonKind.INVALID;
        }
        return parser.currentToken() == JsonToken.START_OBJECT ? object(pointer) : array(pointer);
    }

    private Object string(String parent, String name) {
        var string = parser.getString();
        var flaw = JsonText.flaw(string);
        if (flaw == null) {
            return string;
        }
        errors.add(Pointer.child(parent, name), flaw);
        return JsonKind.INVALID;
    }

    private Object number(String parent, String name) {
        var digits = parser.getString();
        int e = Math.max(digits.indexOf('e'), digits.indexOf('E'));
        if (digits.length() <= NUMBER && (e < 0 || digits.length() - e - 1 <= EXPONENT)) {
            return new BigDecimal(digits);
        }
        errors.add(
                Pointer.child(parent, name),
                "is the number " + Quoted.of(digits) + "; allowed are " + NUMBER + " characters, " + (EXPONENT - 1)
                        + " digits of them in the exponent");
        return JsonKind.INVALID;
    }

    private static String at(JacksonException e) {
        var where = e.getLocation();
        return where == null ? "" : " at line " + where.getLineNr() + ", column " + where.getColumnNr();
    }

    private static String near(JacksonException e, String text) {
        var where = e.getLocation();
        int at = where == null ? -1 : (int) where.getCharOffset();
        return at < 0 || at >= text.length()
                ? ""
                : ", near " + Quoted.of(text.substring(at, Math.min(at + 10, text.length())));
    }
}
