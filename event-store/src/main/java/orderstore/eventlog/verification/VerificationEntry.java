package orderstore.eventlog.verification;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A verification of the whole log, under way or done.
 *
 * @param by who started it
 * @param through the position that digest and count are about
 * @param total how many events there were when it began, about
 * @param missing as in {@link Verified}
 * @param digest as in {@link Verified}; null until it has ended
 * @param failure why it did not get to its end; null if it did, or goes on
 * @param seenAt when its node was last heard of
 * @param endedAt null: it goes on
 * @param lost whether its node has not been heard of for so long that it will not go on
 */
public record VerificationEntry(
        long id,
        String by,
        Instant startedAt,
        long through,
        long total,
        long streams,
        long events,
        long brokenStreams,
        @Nullable Long missing,
        @Nullable String digest,
        @Nullable String failure,
        Instant seenAt,
        @Nullable Instant endedAt,
        boolean lost) {}
