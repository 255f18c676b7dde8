package orderstore.api.limits;

import java.time.Duration;
import java.util.ArrayList;
import orderstore.api.launch.StartRefused;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a client may take to send a request, however it is spread over that time.
 *
 * @param headersWithin from the first byte of the request line to the end of the headers; 100 ms to 1 h, default 30 s
 * @param bodyWithin for a body from its first read to its end, uploads excepted; 100 ms to 1 h, default 30 s
 */
@ConfigurationProperties("orderstore.limits")
record SlowSettings(
        @DefaultValue("30s") Duration headersWithin,
        @DefaultValue("30s") Duration bodyWithin) {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    SlowSettings {
        var errors = new ArrayList<String>();
        check(errors, "headers-within", headersWithin);
        check(errors, "body-within", bodyWithin);
        if (!errors.isEmpty()) {
            throw new StartRefused("The limits of slow requests cannot be used: " + String.join("; ", errors) + ".");
        }
    }

    private static void check(ArrayList<String> errors, String name, Duration value) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            errors.add("orderstore.limits." + name + " is " + value + ", allowed are " + SHORTEST + " to " + LONGEST);
        }
    }
}
