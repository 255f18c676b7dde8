package orderstore.api.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as clients write them: RFC 3339 in UTC; finer than a microsecond is refused, not rounded. */
public final class Times {

    /** What is allowed, for an error's sentence. */
    public static final String RULE = "a time in UTC like 2026-03-01T09:00:00Z, with at most six decimals";

    private static final Pattern INSTANT =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T([01]\\d|2[0-3])(:[0-5]\\d){2}(\\.\\d{1,6})?Z");
    private static final Instant YEAR_ONE = Instant.parse("0001-01-01T00:00:00Z");

    private Times() {}

    /** The time that is written, or null if it is not one that is allowed. */
    public static @Nullable Instant parse(String text) {
        if (!INSTANT.matcher(text).matches()) {
            return null;
        }
        try {
            Instant instant = Instant.parse(text);
            return instant.isBefore(YEAR_ONE) ? null : instant;
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }
}
