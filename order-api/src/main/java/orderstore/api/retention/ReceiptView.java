package orderstore.api.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import orderstore.eventlog.retention.RetentionReceipt;
import org.jspecify.annotations.Nullable;

/**
 * A receipt, as operators see it.
 *
 * @param plan the plan's id
 * @param bytes what the log's files are smaller by
 * @param stopped why a part of the plan was left; null: none was
 * @param endedAt null: it is under way, or its node died and the next run goes on with it
 * @param partitions what went of each
 */
record ReceiptView(
        String id,
        String plan,
        String planDigest,
        Instant cutoff,
        long orders,
        long changes,
        long bytes,
        String executedBy,
        Instant begunAt,
        @Nullable Instant endedAt,
        @Nullable String stopped,
        List<Part> partitions) {

    /**
     * What went of one partition.
     *
     * @param month in which the orders were opened, by its first day
     * @param digest SHA-256 over the last hash of each order that went, in the order of their ids
     * @param archive the name of the file that has them; null: none was configured
     * @param archiveSha256 of that file, hexadecimal
     */
    record Part(
            LocalDate month,
            long orders,
            long changes,
            long bytes,
            String digest,
            @Nullable String archive,
            @Nullable String archiveSha256,
            Instant purgedAt) {}

    static ReceiptView of(RetentionReceipt receipt) {
        return new ReceiptView(
                Long.toString(receipt.id()),
                Long.toString(receipt.plan()),
                receipt.planDigest(),
                receipt.cutoff(),
                receipt.streams(),
                receipt.events(),
                receipt.bytes(),
                receipt.begunBy(),
                receipt.begunAt(),
                receipt.endedAt(),
                receipt.stopped(),
                receipt.parts().stream()
                        .map(part -> new Part(
                                part.month(),
                                part.streams(),
                                part.events(),
                                part.bytes(),
                                part.digest(),
                                part.archive(),
                                part.archiveSha256(),
                                part.purgedAt()))
                        .toList());
    }
}
