package orderstore.api.retention;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Durations as people write those of retention: {@code P400D} rather than {@code PT9600H}. */
final class IsoDuration {

    private IsoDuration() {}

    static String text(Duration duration) {
        Duration days = Duration.ofDays(duration.toDays());
        return duration.equals(days) && !days.isZero() ? "P" + days.toDays() + "D" : duration.toString();
    }

    /** Null if it is none. */
    static @Nullable Duration parse(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
