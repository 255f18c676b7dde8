package orderstore.api.limits;

import java.time.Duration;
import orderstore.api.launch.SettingErrors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much a client may ask of a node, and how long it may take to do so.
 *
 * @param requestsPerSecond so many requests with one key in the long run, an upload being one; 0: no limit; at most
 *     1,000,000, default 20,000
 * @param burst so many at once after a pause; 1 to 10,000,000, default 40,000
 * @param requestsAtOnce so many requests with a key may be under way, long polls and event streams not; 1 to 1,000,000,
 *     default 2,500: they take some 100 KB each
 * @param failedKeys how often keys from one address may fail
 * @param headersWithin from the first byte of a request line to the end of the headers; 100 ms to 1 h, default 30 s
 * @param bodyWithin for a body from its first read to its end, uploads excepted, and for the rest of one that nobody
 *     read; 100 ms to 1 h, default 30 s
 */
@ConfigurationProperties("orderstore.limits")
record LimitSettings(
        @DefaultValue("20000") int requestsPerSecond,
        @DefaultValue("40000") int burst,
        @DefaultValue("2500") int requestsAtOnce,
        @DefaultValue Failures failedKeys,
        @DefaultValue("30s") Duration headersWithin,
        @DefaultValue("30s") Duration bodyWithin) {

    private static final long SHORTEST_MILLIS = 100;
    private static final long LONGEST_MILLIS = Duration.ofHours(1).toMillis();

    /**
     * How often something may fail.
     *
     * @param perSecond so many a second in the long run; 0: no limit; at most 1,000,000, default 10
     * @param burst so many at once after a pause; 1 to 1,000,000, default 200
     */
    record Failures(
            @DefaultValue("10") int perSecond,
            @DefaultValue("200") int burst) {}

    LimitSettings {
        new SettingErrors("orderstore.limits")
                .check("requests-per-second", requestsPerSecond, 0L, 1_000_000L)
                .check("burst", burst, 1L, 10_000_000L)
                .check("requests-at-once", requestsAtOnce, 1L, 1_000_000L)
                .check("failed-keys.per-second", failedKeys.perSecond(), 0L, 1_000_000L)
                .check("failed-keys.burst", failedKeys.burst(), 1L, 1_000_000L)
                .check("headers-within in ms", headersWithin.toMillis(), SHORTEST_MILLIS, LONGEST_MILLIS)
                .check("body-within in ms", bodyWithin.toMillis(), SHORTEST_MILLIS, LONGEST_MILLIS)
                .throwIfAny("The limits of clients");
    }
}
