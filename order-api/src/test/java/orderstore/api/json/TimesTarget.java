package orderstore.api.json;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import orderstore.api.jazzer.Property;
import org.jspecify.annotations.Nullable;

/** A time, such as {@code asOf}: it is the same that Java reads, or none. */
public final class TimesTarget {

    private TimesTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = Property.text(input);
        @Nullable Instant time = Times.parse(text);
        @Nullable Instant meant = meant(text);
        if (time != null) {
            Property.holds(time.equals(meant), text + " was read as " + time);
            Property.holds(time.equals(Times.parse(time.toString())), time + " is not read again");
        } else {
            Property.holds(meant == null || !meant.toString().equals(text) || isOutside(meant), text + " was not read");
        }
    }

    private static boolean isOutside(Instant time) {
        return time.toString().charAt(0) == '+'
                || time.isBefore(Instant.parse("0001-01-01T00:00:00Z"))
                || !time.equals(time.truncatedTo(ChronoUnit.MICROS));
    }

    private static @Nullable Instant meant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
