package orderstore.eventlog;

import java.util.List;

/** One stream's events by position: read by version, which goes up with it. Not for concurrent use. */
public final class StreamTail {

    private static final int CHUNK = 1_000;

    private final LogReader log;
    private final String stream;
    private int nextVersion = 1;

    public StreamTail(LogReader log, String stream) {
        this.log = log;
        this.stream = stream;
    }

    /** The next events after a position, none only at the end; positions must be asked for in order. */
    public List<StoredEvent> after(long position) {
        while (true) {
            List<StoredEvent> events = log.stream(stream, nextVersion, Integer.MAX_VALUE, false, CHUNK);
            if (events.isEmpty()) {
                return events;
            }
            nextVersion = events.getLast().version() + 1;
            List<StoredEvent> later =
                    events.stream().filter(event -> event.position() > position).toList();
            if (!later.isEmpty()) {
                return later;
            }
        }
    }
}
