package orderstore.api.limits;

import io.github.bucket4j.TimeMeter;
import orderstore.api.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** How often each key may ask this node. Nodes do not count together: that would cost each request a question. */
@Component
public class KeyRates {
    private final int perSecond;
    private final int burst;
    private final @Nullable Buckets buckets;

    @Autowired
    KeyRates(LimitSettings settings) {
        this(settings.requestsPerSecond(), settings.burst(), TimeMeter.SYSTEM_NANOTIME);
    }

    KeyRates(int perSecond, int burst, TimeMeter clock) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.buckets = perSecond == 0 ? null : new Buckets(burst, perSecond, clock);
    }

    /**
     * Counts a request.
     *
     * @throws ProblemException {@code too-many-requests} when it is one too many for the key
     */
    public void count(String key) {
        long nanosToNext = buckets == null ? 0 : buckets.take(key);
        if (nanosToNext > 0) {
            throw TooManyRequests.refusal(
                    "Key " + key + " has sent more requests than are allowed: " + burst + " at once and " + perSecond
                            + " a second.",
                    nanosToNext);
        }
    }
}
