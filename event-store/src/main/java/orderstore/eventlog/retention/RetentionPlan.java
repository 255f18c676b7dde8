package orderstore.eventlog.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What would go, as it was found with one cutoff.
 *
 * @param digest binds the execution: hexadecimal SHA-256 over the cutoff, the rule, and the last hash of each stream
 * @param cutoff by the database's clock: a stream with an event since then stays
 * @param bytes about what the files of the log would be smaller by
 * @param parts what goes of each partition; none if nothing goes
 */
public record RetentionPlan(
        long id,
        String digest,
        Instant cutoff,
        long streams,
        long events,
        long bytes,
        Kept kept,
        String madeBy,
        Instant madeAt,
        List<Part> parts) {

    /**
     * How many streams stay, and why; each is counted once.
     *
     * @param open not settled
     * @param recent settled, with an event since the cutoff
     * @param held would go if they were not held
     */
    public record Kept(long open, long recent, long held) {}

    /**
     * What goes of one partition.
     *
     * @param month in which its streams were opened, by its first day
     */
    public record Part(LocalDate month, long streams, long events, long bytes) {}
}
