package orderstore.eventlog;

/**
 * What the log keeps beside a stream: its last event and the state folded from all of them.
 *
 * @param last the event that made the stream's current version
 * @param held whether retention must leave the stream alone
 * @param state the folded state, as the writer of the last event gave it
 */
public record StoredHead(StoredEvent last, boolean held, String state) {

    public int version() {
        return last.version();
    }
}
