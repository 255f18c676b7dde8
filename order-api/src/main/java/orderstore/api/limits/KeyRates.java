package orderstore.api.limits;

import io.github.bucket4j.TimeMeter;
import orderstore.api.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** How often each key may ask this node. Nodes do not count together: that would cost each request a question. */
@Component
@EnableConfigurationProperties(RateSettings.class)
public class KeyRates {
    private final RateSettings settings;
    private final @Nullable Buckets buckets;

    @Autowired
    KeyRates(RateSettings settings) {
        this(settings, TimeMeter.SYSTEM_NANOTIME);
    }

    KeyRates(RateSettings settings, TimeMeter clock) {
        this.settings = settings;
        this.buckets = settings.requestsPerSecond() == 0
                ? null
                : new Buckets(settings.burst(), settings.requestsPerSecond(), clock);
    }

    /**
     * Counts a request.
     *
     * @throws ProblemException {@code too-many-requests} when it is one too many for the key
     */
    public void count(String key) {
        if (buckets == null) {
            return;
        }
        long nanosToNext = buckets.take(key);
        if (nanosToNext > 0) {
            throw TooManyRequests.refusal(
                    "Key " + key + " has sent more requests than are allowed: " + settings.burst() + " at once and "
                            + settings.requestsPerSecond() + " a second.",
                    nanosToNext);
        }
    }
}
