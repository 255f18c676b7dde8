package orderstore.api.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Times as clients write them: RFC 3339 in UTC; finer than a microsecond is refused, not rounded. */
public final class Times {

    /** What is allowed, for an error's sentence. */
    public static final String RULE = "a time in UTC like 2026-03-01T09:00:00Z, with at most six decimals";

    /** Each 0 stands for a digit. */
    private static final String SHAPE = "0000-00-00T00:00:00";

    private static final int MAX_DECIMALS = 6;
    private static final int NANO_DECIMALS = 9;
    private static final Instant YEAR_ONE = Instant.parse("0001-01-01T00:00:00Z");

    private Times() {}

    /** The time that is written, or null if it is not one that is allowed. */
    public static @Nullable Instant parse(String text) {
        int decimals = text.length() - SHAPE.length() - 2;
        boolean whole = decimals == -1;
        boolean fraction = decimals >= 1 && decimals <= MAX_DECIMALS;
        if (!(whole || fraction) || !hasShape(text) || !text.endsWith("Z")) {
            return null;
        }
        try {
            Instant instant = LocalDateTime.of(
                            number(text, 0, 4),
                            number(text, 5, 7),
                            number(text, 8, 10),
                            number(text, 11, 13),
                            number(text, 14, 16),
                            number(text, 17, 19),
                            fraction ? nanos(text, decimals) : 0)
                    .toInstant(ZoneOffset.UTC);
            return instant.isBefore(YEAR_ONE) ? null : instant;
        } catch (DateTimeException noSuchTime) {
            return null;
        }
    }

    /** By hand: with a pattern and a formatter, times took a tenth of what an upload does in the JVM. */
    private static boolean hasShape(String text) {
        for (int i = 0; i < text.length() - 1; i++) {
            char shape = i < SHAPE.length() ? SHAPE.charAt(i) : i == SHAPE.length() ? '.' : '0';
            char c = text.charAt(i);
            if (shape == '0' ? c < '0' || c > '9' : c != shape) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static int nanos(String text, int decimals) {
        int nanos = number(text, SHAPE.length() + 1, text.length() - 1);
        for (int i = decimals; i < NANO_DECIMALS; i++) {
            nanos *= 10;
        }
        return nanos;
    }
}
