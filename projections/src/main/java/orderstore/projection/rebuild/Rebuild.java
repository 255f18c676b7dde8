package orderstore.projection.rebuild;

import java.time.Instant;
import java.util.Locale;
import orderstore.projection.Generation;
import org.jspecify.annotations.Nullable;

/**
 * A rebuild as the database has it.
 *
 * @param generation the one that is made
 * @param replaces the number of the generation that readers saw when it began; null if there was none
 * @param automatic whether it is promoted by itself
 * @param step what a running one is at
 * @param through filled by ranges of orders up to this position, from there along the log
 * @param total changes that are to be read
 * @param processed changes that were read, of ranges that are done
 * @param changesPerSecond how fast that went; 0 before the first range is done
 * @param previousKept whether the generation that it replaced can still be switched back to
 * @param differences how it differs from what it is to replace; null before it was compared
 * @param failure why it failed
 */
public record Rebuild(
        long id,
        Generation generation,
        @Nullable Integer replaces,
        boolean automatic,
        RebuildState state,
        Step step,
        long through,
        long total,
        long processed,
        double changesPerSecond,
        boolean previousKept,
        @Nullable Differences differences,
        @Nullable String failure,
        String startedBy,
        Instant startedAt,
        @Nullable Instant endedAt) {

    /** What a running one does. */
    public enum Step {
        PLANNING,
        FILLING,
        INDEXING,
        JOINING,
        FOLLOWING;

        /** As the API names it. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether it runs, or waits to be promoted. */
    boolean isOpen() {
        return state == RebuildState.RUNNING || state == RebuildState.CAUGHT_UP;
    }

    /** Whether it takes the place of the other by itself, of which it is another version or not. */
    boolean mayBePromoted(boolean anotherVersion) {
        if (!automatic || state != RebuildState.CAUGHT_UP) {
            return false;
        }
        return differences == null || differences.none() || (anotherVersion && differences.missing() == 0);
    }

    /** The generation that it replaces, if there was one. */
    @Nullable
    Generation old() {
        return replaces == null ? null : new Generation(generation.projection(), replaces);
    }
}
