package orderstore.eventlog;

/**
 * What the log keeps beside a stream: its version and the state folded from all of its events.
 *
 * @param stream the stream's identifier
 * @param version that of its last event
 * @param held whether retention must leave the stream alone
 * @param state the folded state, as the writer of the last event gave it
 */
public record StoredHead(String stream, int version, boolean held, String state) {}
