package orderstore.eventlog;

import java.time.Instant;

/**
 * Where a durable event stands.
 *
 * @param position its place in the log's total order
 * @param recordedAt the database's time of the append, microseconds
 */
public record Appended(long position, Instant recordedAt) {}
