package orderstore.eventlog;

import java.util.List;

/**
 * A head and, if its stream is {@link LogReader#SHORT}, all its events, both as one statement saw them.
 *
 * @param events in the order of versions; none if the stream is longer, or if retention takes it just now
 */
public record History(StoredHead head, List<StoredEvent> events) {}
