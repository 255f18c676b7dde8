package orderstore.eventlog.verification;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found.
 *
 * @param through the position that the digests and the count are about; later events were looked at all the same
 * @param streams how many were looked at
 * @param events how many they have
 * @param brokenStreams how many of them are not as they were written
 * @param broken the first event of each of those, of so many as are told
 * @param missing how many events there should be more, or less if negative, by their positions and by the receipts of
 *     what was purged; null if that was not counted, since a purge came in between or an earlier position was asked for
 * @param months the streams by the month in which they were opened
 * @param digest of all months; null for a single stream
 */
public record Verified(
        long through,
        long streams,
        long events,
        long brokenStreams,
        List<Broken> broken,
        @Nullable Long missing,
        List<Month> months,
        @Nullable String digest) {

    /**
     * The streams opened in a month.
     *
     * @param month its first day
     * @param streams that had an event through the position
     * @param digest SHA-256 in hexadecimal digits over the last hashes through the position of these streams, in the
     *     order of their names: what a receipt says of streams that were purged
     */
    public record Month(LocalDate month, long streams, long events, String digest) {}

    /** Whether everything is as it was written. */
    public boolean ok() {
        return brokenStreams == 0 && (missing == null || missing == 0);
    }
}
