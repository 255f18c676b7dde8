package orderstore.api.limits;

import java.util.ArrayList;
import orderstore.api.launch.StartRefused;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often an address may send keys that are not in force.
 *
 * @param perSecond so many a second in the long run; 0: no limit; at most 1,000,000, default 10
 * @param burst so many at once after a pause; 1 to 1,000,000, default 200
 */
@ConfigurationProperties("orderstore.limits.failed-keys")
record FailedKeySettings(
        @DefaultValue("10") int perSecond,
        @DefaultValue("200") int burst) {

    FailedKeySettings {
        var errors = new ArrayList<String>();
        if (perSecond < 0 || perSecond > 1_000_000) {
            errors.add("orderstore.limits.failed-keys.per-second is " + perSecond
                    + ", allowed are 1 to 1000000, and 0 for no limit");
        }
        if (burst < 1 || burst > 1_000_000) {
            errors.add("orderstore.limits.failed-keys.burst is " + burst + ", allowed are 1 to 1000000");
        }
        if (!errors.isEmpty()) {
            throw new StartRefused("The limits of failed keys cannot be used: " + String.join("; ", errors) + ".");
        }
    }
}
