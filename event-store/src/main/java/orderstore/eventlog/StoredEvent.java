package orderstore.eventlog;

import java.time.Instant;

/**
 * One event as the log keeps it.
 *
 * @param position the place in the one total order of the log, from 1
 * @param recordedAt the database's time of the append, microseconds; never before that of a lower
 *     position, unless it was imported
 * @param stream the stream's identifier
 * @param version counts the stream's events from 1, without holes
 * @param type the wire name with its version, such as {@code order.status-changed.v1}
 * @param payload canonical JSON
 * @param metadata canonical JSON: who said so, and under which trace
 */
public record StoredEvent(
        long position, Instant recordedAt, String stream, int version, String type, String payload, String metadata) {

    /** What it takes of memory, but for what each takes. */
    long characters() {
        return (long) payload.length() + metadata.length();
    }
}
