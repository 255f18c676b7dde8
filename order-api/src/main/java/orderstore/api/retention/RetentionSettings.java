package orderstore.api.retention;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import orderstore.api.launch.SettingErrors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of retention.
 *
 * @param enabled whether orders are purged by themselves, once a day; default false. Operators may purge at any time
 * @param age a settled order may go when its last change was recorded so long ago; default P400D
 * @param abandonedAfter an order that never settles may go after so long, which is not less than {@code age}; default: never
 * @param floor no cutoff is younger than this, whoever asks; 1 ms or more, default P1D
 * @param at the time of day, in UTC, of the daily run; default 03:30
 * @param archive a folder into which what goes is written before it goes; it is this store's alone, and is made if it is
 *     missing. Default: none, what goes is kept nowhere
 */
@ConfigurationProperties("orderstore.retention")
record RetentionSettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("P400D") Duration age,
        @Nullable Duration abandonedAfter,
        @DefaultValue("P1D") Duration floor,
        @DefaultValue("03:30") String at,
        @Nullable Path archive) {

    static final Duration LONGEST = Duration.ofDays(36_500);

    RetentionSettings {
        archive = archive == null || archive.toString().isBlank() ? null : archive;
        var errors = new SettingErrors("orderstore.retention");
        check(errors, "floor", floor, Duration.ofMillis(1));
        check(errors, "age", age, floor);
        if (abandonedAfter != null) {
            check(errors, "abandoned-after", abandonedAfter, age);
        }
        errors.check("at", at, time(at) != null, "times of day such as 03:30").throwIfAny("The settings of retention");
    }

    private static void check(SettingErrors errors, String name, Duration value, Duration min) {
        boolean isAllowed = value.compareTo(min) >= 0 && value.compareTo(LONGEST) <= 0;
        errors.check(name, value, isAllowed, min + " to P" + LONGEST.toDays() + "D");
    }

    private static @Nullable LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    LocalTime time() {
        return LocalTime.parse(at);
    }
}
