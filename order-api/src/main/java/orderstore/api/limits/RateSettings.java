package orderstore.api.limits;

import java.util.ArrayList;
import orderstore.api.launch.StartRefused;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often each key may ask a node. An upload is one request.
 *
 * @param requestsPerSecond so many requests a second in the long run; 0: no limit; at most 1,000,000, default 20,000
 * @param burst so many at once after a pause; 1 to 10,000,000, default 40,000
 */
@ConfigurationProperties("orderstore.limits")
record RateSettings(
        @DefaultValue("20000") int requestsPerSecond,
        @DefaultValue("40000") int burst) {

    RateSettings {
        var errors = new ArrayList<String>();
        if (requestsPerSecond < 0 || requestsPerSecond > 1_000_000) {
            errors.add("orderstore.limits.requests-per-second is " + requestsPerSecond
                    + ", allowed are 1 to 1000000, and 0 for no limit");
        }
        if (burst < 1 || burst > 10_000_000) {
            errors.add("orderstore.limits.burst is " + burst + ", allowed are 1 to 10000000");
        }
        if (!errors.isEmpty()) {
            throw new StartRefused("The limits of keys cannot be used: " + String.join("; ", errors) + ".");
        }
    }
}
