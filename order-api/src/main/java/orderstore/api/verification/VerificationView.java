package orderstore.api.verification;

import java.time.Duration;
import java.time.Instant;
import orderstore.eventlog.verification.VerificationEntry;
import org.jspecify.annotations.Nullable;

/**
 * A verification of the whole log.
 *
 * @param state {@code running}, {@code ok}, {@code broken}, or {@code interrupted}: it did not get to its end
 * @param position what the digest and {@code missing} are about: the log up to here
 * @param totalChanges how many changes there were when it began, about
 * @param etaSeconds null unless it is running
 * @param brokenOrders how many are not as they were written, of those that were looked at
 */
record VerificationView(
        String id,
        String state,
        String startedBy,
        Instant startedAt,
        @Nullable Instant endedAt,
        long position,
        long orders,
        long changes,
        long totalChanges,
        double changesPerSecond,
        @Nullable Double etaSeconds,
        long brokenOrders,
        @Nullable Long missing,
        @Nullable String digest,
        @Nullable String failure) {

    private static final double MILLIS = 1e3;

    static VerificationView of(VerificationEntry entry) {
        Instant end = entry.endedAt() == null ? entry.seenAt() : entry.endedAt();
        double seconds = Duration.between(entry.startedAt(), end).toMillis() / MILLIS;
        double rate = seconds > 0 ? entry.events() / seconds : 0;
        boolean running = entry.endedAt() == null && !entry.lost();
        return new VerificationView(
                Long.toString(entry.id()),
                state(entry),
                entry.by(),
                entry.startedAt(),
                entry.endedAt(),
                entry.through(),
                entry.streams(),
                entry.events(),
                entry.total(),
                rate,
                running && rate > 0 ? Double.valueOf(Math.max(0, entry.total() - entry.events()) / rate) : null,
                entry.brokenStreams(),
                entry.missing(),
                entry.digest(),
                entry.lost() ? "Its node went away." : entry.failure());
    }

    private static String state(VerificationEntry entry) {
        if (entry.endedAt() == null) {
            return entry.lost() ? "interrupted" : "running";
        }
        if (entry.failure() != null) {
            return "interrupted";
        }
        boolean complete = entry.missing() == null || entry.missing() == 0;
        return entry.brokenStreams() == 0 && complete ? "ok" : "broken";
    }
}
