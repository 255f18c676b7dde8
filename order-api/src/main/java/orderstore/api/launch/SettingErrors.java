package orderstore.api.launch;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with the settings of a feature, all of it told at once. */
public final class SettingErrors {

    private final String prefix;
    private final List<String> errors = new ArrayList<>();

    /** @param prefix what their names have in common, {@code orderstore.log} */
    public SettingErrors(String prefix) {
        this.prefix = prefix;
    }

    /** Notes a value that is not from {@code min} to {@code max}. */
    public SettingErrors check(String name, long value, long min, long max) {
        return check(name, value, value >= min && value <= max, min + " to " + max);
    }

    /** Notes a value that is not as {@code allowed} says. */
    public SettingErrors check(String name, Object value, boolean isAllowed, String allowed) {
        return isAllowed ? this : add(name, "is " + value + ", allowed are " + allowed);
    }

    /** Notes what is wrong with a setting, in words that follow its name. */
    public SettingErrors add(String name, String what) {
        errors.add(prefix + "." + name + " " + what);
        return this;
    }

    /**
     * Ends the checks.
     *
     * @param what {@code The settings of the log}
     * @throws StartRefused if a value was noted
     */
    public void throwIfAny(String what) {
        if (!errors.isEmpty()) {
            throw new StartRefused(what + " cannot be used: " + String.join("; ", errors) + ".");
        }
    }
}
