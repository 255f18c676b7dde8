package orderstore.eventlog;

/**
 * A head and the last event of its stream, both as one statement saw them.
 *
 * @param last the event that made the stream's current version
 */
public record HeadWithLast(StoredHead head, StoredEvent last) {}
