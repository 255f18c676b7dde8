package orderstore.eventlog;

/**
 * One event on its way into the log.
 *
 * @param version the version that it will be in its stream, from 1; the append fails unless it is the next
 * @param type the wire name with its version, such as {@code order.status-changed.v1}
 * @param payload canonical JSON
 * @param metadata canonical JSON: who said so, and under which trace
 * @param state the stream's folded state after it; kept only of the last event of a stream in one append
 */
public record NewEvent(String stream, int version, String type, String payload, String metadata, String state) {

    /** About how many bytes it takes on its way; ids and names are short. */
    long bytes() {
        return (long) payload.length() + metadata.length() + state.length();
    }

    StoredEvent storedAt(Appended place) {
        return new StoredEvent(place.position(), place.recordedAt(), stream, version, type, payload, metadata);
    }

    boolean isStoredAs(StoredEvent stored) {
        return stream.equals(stored.stream())
                && version == stored.version()
                && type.equals(stored.type())
                && payload.equals(stored.payload())
                && metadata.equals(stored.metadata());
    }
}
