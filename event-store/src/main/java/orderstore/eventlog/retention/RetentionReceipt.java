package orderstore.eventlog.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went by a plan. It grows while the plan is executed, part by part, and then never changes.
 *
 * @param plan the plan's id
 * @param planDigest the plan's digest
 * @param stopped why a part of the plan was left; null: nothing was, or the execution has not ended
 * @param endedAt null: it is under way, or its node died and the next run goes on with it
 */
public record RetentionReceipt(
        long id,
        long plan,
        String planDigest,
        Instant cutoff,
        String begunBy,
        Instant begunAt,
        @Nullable String stopped,
        @Nullable Instant endedAt,
        List<Part> parts) {

    /**
     * What went of one partition.
     *
     * @param month in which its streams were opened, by its first day
     * @param bytes what the files of the log are smaller by
     * @param digest of what went: hexadecimal SHA-256 over the last hash of each stream, in the order of their names
     * @param archive the name of the file that has it; null: none was configured
     * @param archiveSha256 of that file, hexadecimal
     */
    public record Part(
            LocalDate month,
            long streams,
            long events,
            long bytes,
            String digest,
            @Nullable String archive,
            @Nullable String archiveSha256,
            Instant purgedAt) {}

    public long streams() {
        return parts.stream().mapToLong(Part::streams).sum();
    }

    public long events() {
        return parts.stream().mapToLong(Part::events).sum();
    }

    public long bytes() {
        return parts.stream().mapToLong(Part::bytes).sum();
    }
}
