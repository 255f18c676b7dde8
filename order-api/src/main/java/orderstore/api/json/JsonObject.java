package orderstore.api.json;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import orderstore.api.problem.InvalidMember;
import orderstore.api.problem.Problem;
import orderstore.api.problem.Quoted;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that a client sent. Reading it never throws: each accessor notes what is wrong and gives a placeholder
 * instead, so that one pass finds every error of the document. Nothing read is to be used before
 * {@link #throwIfInvalid()}, or a look at {@link #errors()}, has said that there is none.
 *
 * <pre>{@code
 * var json = JsonObject.parse(bytes);
 * var name = json.requiredString("name", 64);
 * var roles = json.requiredStrings("roles");
 * json.refuseUnknown();
 * json.throwIfInvalid();
 * }</pre>
 *
 * <p>An optional member that is {@code null} counts as absent. Lengths are counted in code points. Not for concurrent
 * use.
 */
public final class JsonObject {
    private final String pointer;
    private final Map<String, Object> members;
    private final Errors errors;
    private final List<String> known = new ArrayList<>(12);

    private JsonObject(String pointer, Map<String, Object> members, Errors errors) {
        this.pointer = pointer;
        this.members = members;
        this.errors = errors;
    }

    public static JsonObject parse(byte[] utf8) {
        return parse(utf8, 0, utf8.length);
    }

    public static JsonObject parse(byte[] bytes, int offset, int length) {
        var errors = new Errors();
        var text = JsonText.decode(bytes, offset, length, errors);
        return new JsonObject("", text == null ? Map.of() : JsonReader.members(text, errors), errors);
    }

    /** At least one character; the placeholder is the empty string. */
    public String requiredString(String name, int maxLength) {
        var string = optionalString(name, maxLength);
        if (string == null) {
            refuse(name, "is required: a string of 1 to " + maxLength + " characters");
            return "";
        }
        return string;
    }

    /** As {@link #requiredString(String, int)}, and refused unless it is {@code allowed}, which {@code rule} puts in words. */
    public String requiredString(String name, Predicate<String> allowed, String rule) {
        var string = optionalString(name, allowed, rule);
        if (string == null) {
            refuse(name, "is required: " + rule);
            return "";
        }
        return string;
    }

    /** At least one character; null when absent. */
    public @Nullable String optionalString(String name, int maxLength) {
        var string = string(name);
        if (string != null && !isWithin(string, 1, maxLength)) {
            refuse(name, "has " + length(string) + " characters; 1 to " + maxLength + " are allowed");
        }
        return string;
    }

    public @Nullable String optionalString(String name, Predicate<String> allowed, String rule) {
        var string = string(name);
        if (string != null && !allowed.test(string)) {
            refuse(name, "is " + Quoted.of(string) + "; allowed is " + rule);
        }
        return string;
    }

    /** A time in UTC, for example {@code 2026-03-01T09:00:00.123456Z}; null when absent or at fault. */
    public @Nullable Instant optionalInstant(String name) {
        var string = string(name);
        var instant = string == null ? null : Times.parse(string);
        if (string != null && instant == null) {
            refuse(name, "is " + Quoted.of(string) + "; allowed is " + Times.RULE);
        }
        return instant;
    }

    /** The strings of an array, of which none may be missing; the placeholder is the empty list. */
    public List<String> requiredStrings(String name) {
        var value = value(name);
        if (value == null) {
            refuse(name, "is required: an array of strings");
        } else if (value instanceof List<?> elements) {
            return strings(name, elements);
        } else {
            refuseKind(name, value, JsonKind.ARRAY);
        }
        return List.of();
    }

    /** Null when absent or at fault. Its errors are errors of this document. */
    public @Nullable JsonObject optionalObject(String name) {
        var value = value(name);
        if (value instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked") // The reader makes no other map.
            var nested = (Map<String, Object>) map;
            return new JsonObject(Pointer.child(pointer, name), nested, errors);
        }
        if (value != null) {
            refuseKind(name, value, JsonKind.OBJECT);
        }
        return null;
    }

    /**
     * A {@link String}, a {@link BigDecimal} or a {@link Boolean}, for members whose names the client chooses.
     * The placeholder is {@code false}.
     */
    public Object requiredScalar(String name, int maxLength) {
        known.add(name);
        var value = members.getOrDefault(name, JsonKind.NULL);
        if (value instanceof String string && !isWithin(string, 0, maxLength)) {
            refuse(name, "has " + length(string) + " characters; at most " + maxLength + " are allowed");
        } else if (value instanceof String || value instanceof BigDecimal || value instanceof Boolean) {
            return value;
        } else {
            refuse(name, "must be a string, a number or a boolean, not " + JsonKind.of(value));
        }
        return false;
    }

    /** Whether the member was sent, be it as {@code null}. */
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** In the order in which they were sent. */
    public Set<String> names() {
        return Collections.unmodifiableSet(members.keySet());
    }

    /** Notes an error of a member; the first one that is noted for it counts. */
    public void refuse(String name, String detail) {
        errors.add(Pointer.child(pointer, name), detail);
    }

    /** Notes an error of an element of an array. */
    public void refuse(String name, int index, String detail) {
        errors.add(Pointer.child(Pointer.child(pointer, name), Integer.toString(index)), detail);
    }

    /** Notes an error of the object as a whole. */
    public void refuse(String detail) {
        errors.add(pointer, detail);
    }

    /** Notes every member that no accessor has asked for. To be called last. */
    public void refuseUnknown() {
        for (var name : members.keySet()) {
            if (!known.contains(name)) {
                refuse(name, "is not known here; known are " + String.join(", ", known));
            }
        }
    }

    /** Every error of the whole document noted so far. */
    public List<InvalidMember> errors() {
        return errors.all();
    }

    /**
     * Ends the reading.
     *
     * @throws orderstore.api.problem.ProblemException {@code invalid-request} with all errors, when there is one
     */
    public void throwIfInvalid() {
        if (!errors.isEmpty()) {
            throw Problem.invalidRequest(errors.all()).exception();
        }
    }

    private List<String> strings(String name, List<?> elements) {
        var strings = new ArrayList<String>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof String string) {
                strings.add(string);
            } else {
                refuse(name, i, "must be a string, not " + JsonKind.of(elements.get(i)));
            }
        }
        return List.copyOf(strings);
    }

    private @Nullable String string(String name) {
        var value = value(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        refuseKind(name, value, JsonKind.STRING);
        return null;
    }

    private @Nullable Object value(String name) {
        known.add(name);
        var value = members.get(name);
        return value == JsonKind.NULL ? null : value;
    }

    private void refuseKind(String name, Object value, JsonKind allowed) {
        refuse(name, "must be " + allowed + ", not " + JsonKind.of(value));
    }

    private static boolean isWithin(String string, int min, int max) {
        return string.length() >= min && (string.length() <= max || length(string) <= max);
    }

    private static int length(String string) {
        return string.codePointCount(0, string.length());
    }
}
