package orderstore.api.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.function.Function;

/**
 * A bucket of tokens for each name, which fills again with time. Of the names so many are remembered at most: one that
 * is forgotten begins with a full bucket.
 */
final class Buckets {
    private static final int MOST = 10_000;

    private final Function<String, Bucket> full;
    private final Cache<String, Bucket> buckets;

    Buckets(int size, int perSecond, TimeMeter clock) {
        this.full = name -> full(size, perSecond, clock);
        this.buckets = Caffeine.newBuilder()
                .ticker(clock::currentTimeNanos)
                .maximumSize(MOST)
                .expireAfterAccess(Duration.ofSeconds(1 + size / perSecond)) // It is full by then.
                .build();
    }

    /** Takes a token. The nanoseconds until there is one; 0: one was taken. */
    long take(String name) {
        var bucket = buckets.get(name, full);
        return bucket.tryConsume(1) ? 0 : Math.max(1, nanosToNext(bucket));
    }

    /** The nanoseconds until there is a token; 0: there is one. None is taken. */
    long nanosToNext(String name) {
        var bucket = buckets.getIfPresent(name);
        return bucket == null ? 0 : nanosToNext(bucket);
    }

    /** How many names are remembered. */
    long count() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private static long nanosToNext(Bucket bucket) {
        return bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
    }

    private static Bucket full(int size, int perSecond, TimeMeter clock) {
        return Bucket.builder()
                .withCustomTimePrecision(clock)
                .addLimit(limit -> limit.capacity(size).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
    }
}
