package orderstore.api.page;

import jakarta.servlet.http.HttpServletRequest;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import orderstore.api.json.Pointer;
import orderstore.api.json.Times;
import orderstore.api.problem.InvalidMember;
import orderstore.api.problem.Problem;
import orderstore.api.problem.Quoted;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a request, read strictly: what nobody asks for is an error, and all errors are
 * told at once by {@link #throwIfInvalid()}. Not for concurrent use.
 */
public final class QueryParameters {

    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 1_000;
    private static final int MAX_VALUES = 50;
    private static final int LONGEST_NAME = 64;
    private static final int MAX_DIGITS = 20;
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final Set<String> FLAGS = new LinkedHashSet<>(List.of("true", "false"));

    /** What does not change what is asked, but where a page of it begins, how long it is, and when it is answered. */
    private static final Set<String> OF_A_PAGE = Set.of("after", "limit", "minPosition");

    private final Map<String, String[]> sent;
    private final Set<String> known = new LinkedHashSet<>();
    private final Map<String, InvalidMember> errors = new LinkedHashMap<>();

    private QueryParameters(Map<String, String[]> sent) {
        this.sent = sent;
    }

    public static QueryParameters of(HttpServletRequest request) {
        return new QueryParameters(request.getParameterMap());
    }

    /** A position of the log, where a list is to go on; 0 if it was not sent. */
    public long position(String name) {
        String text = text(name, MAX_DIGITS);
        if (text == null) {
            return 0;
        }
        if (!DIGITS.matcher(text).matches()) {
            throw Cursor.invalid();
        }
        return number(name, 0, Long.MAX_VALUE, 0);
    }

    /** How many items a page may have: {@code limit}, 1 to 1,000, default 100. */
    public int limit() {
        return (int) number("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    }

    /** A whole number; {@code otherwise} if it was not sent. */
    public long number(String name, long min, long max, long otherwise) {
        String text = text(name, MAX_DIGITS);
        if (text == null) {
            return otherwise;
        }
        if (DIGITS.matcher(text).matches()) {
            var number = new BigInteger(text);
            if (number.compareTo(BigInteger.valueOf(min)) >= 0 && number.compareTo(BigInteger.valueOf(max)) <= 0) {
                return number.longValueExact();
            }
        }
        return refused(name, text, "a whole number from " + min + " to " + max, otherwise);
    }

    /** The only value of a parameter; null if it was not sent. */
    public @Nullable String text(String name, int maxLength) {
        Set<String> values = anyOf(name, maxLength);
        if (values.size() > 1) {
            refuse(name, "is given " + values.size() + " times; once is allowed");
        }
        return values.isEmpty() ? null : values.iterator().next();
    }

    /** All values of a parameter that may be repeated, any of which is wanted; empty if it was not sent. */
    public Set<String> anyOf(String name, int maxLength) {
        known.add(name);
        String[] values = sent.getOrDefault(name, new String[0]);
        if (values.length > MAX_VALUES) {
            refuse(name, "is given " + values.length + " times; at most " + MAX_VALUES + " are allowed");
            return Set.of();
        }
        for (String value : values) {
            int length = value.codePointCount(0, value.length());
            if (length < 1 || length > maxLength) {
                refuse(name, "has " + length + " characters; 1 to " + maxLength + " are allowed");
            }
            if (value.indexOf('\0') >= 0) {
                refuse(name, "has the character NUL, which no text here has");
            }
        }
        return Set.copyOf(List.of(values));
    }

    /** The only value of a parameter, one of {@code allowed}; {@code otherwise} if it was not sent. */
    public String oneOf(String name, Set<String> allowed, String otherwise) {
        anyOf(name, allowed);
        return Objects.requireNonNullElse(text(name, LONGEST_NAME), otherwise);
    }

    /** As {@link #anyOf(String, int)}, each one of {@code allowed}. */
    public Set<String> anyOf(String name, Set<String> allowed) {
        Set<String> values = anyOf(name, LONGEST_NAME);
        for (String value : values) {
            if (!allowed.contains(value)) {
                refused(name, value, String.join(", ", allowed), value);
            }
        }
        return values;
    }

    /** A time in UTC; null if it was not sent or is none. */
    public @Nullable Instant instant(String name) {
        String text = text(name, 40);
        Instant instant = text == null ? null : Times.parse(text);
        if (text != null && instant == null) {
            refuse(name, "is " + Quoted.of(text) + "; allowed is " + Times.RULE);
        }
        return instant;
    }

    /** {@code true} or {@code false}; null if it was not sent or is neither. */
    public @Nullable Boolean flag(String name) {
        Set<String> values = anyOf(name, FLAGS);
        String text = text(name, LONGEST_NAME);
        if (text == null || !FLAGS.containsAll(values)) {
            return null;
        }
        return Boolean.valueOf(text);
    }

    /** A duration such as {@code P3D} or {@code PT36H}; null if it was not sent or is none. */
    public @Nullable Duration duration(String name, Duration longest) {
        String text = text(name, LONGEST_NAME);
        if (text == null) {
            return null;
        }
        try {
            Duration duration = Duration.parse(text);
            if (duration.isPositive() && duration.compareTo(longest) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException none) {
            // Said below, with what is allowed.
        }
        String allowed = "a duration such as P3D or PT36H, longer than nothing and at most P" + longest.toDays() + "D";
        return this.<@Nullable Duration>refused(name, text, allowed, null);
    }

    /** Notes an error of a parameter; the first one that is noted for it counts. */
    public void refuse(String name, String detail) {
        errors.putIfAbsent(name, new InvalidMember(Pointer.child("", name), detail));
    }

    private <T extends @Nullable Object> T refused(String name, String value, String allowed, T otherwise) {
        refuse(name, "is " + Quoted.of(value) + "; allowed is " + allowed);
        return otherwise;
    }

    /**
     * Ends the reading: whatever was sent and not asked for is an error too.
     *
     * @throws orderstore.api.problem.ProblemException {@code invalid-request} with all errors, or the first ones of very
     *     many, if there is one
     */
    public void throwIfInvalid() {
        var allowed = known.isEmpty() ? "this request takes none" : "known are " + String.join(", ", known);
        sent.keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> refuse(name, "is not known here; " + allowed));
        if (!errors.isEmpty()) {
            throw Problem.invalidRequest(shown()).exception();
        }
    }

    private List<InvalidMember> shown() {
        var shown = new ArrayList<>(
                errors.values().stream().limit(InvalidMember.SHOWN).toList());
        if (errors.size() > shown.size()) {
            shown.add(InvalidMember.more(errors.size() - shown.size()));
        }
        return shown;
    }

    /** What was asked, but for where a page begins and how long it is; the same text for the same question. */
    String question() {
        var question = new StringBuilder();
        new TreeMap<>(sent).forEach((name, values) -> {
            if (!OF_A_PAGE.contains(name)) {
                question.append(name)
                        .append('=')
                        .append(String.join("&", values))
                        .append('\n');
            }
        });
        return question.toString();
    }
}
