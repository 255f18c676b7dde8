package orderstore.eventlog;

import java.time.Duration;
import java.util.List;

/** Is told what the log does, by the thread that does it: it must be quick and must not throw. */
public interface AppendObserver {

    /** Hears nothing. */
    AppendObserver NONE = (events, bytes, longestWait, commit) -> {};

    /**
     * A batch was written.
     *
     * @param events how many events it held, refused ones included
     * @param longestWait how long the first of them had waited
     * @param commit from the call to the answer that it is durable
     */
    void written(int events, long bytes, Duration longestWait, Duration commit);

    /**
     * Events are durable, and the callers have been told.
     *
     * @param events at least one, successive in the log: nothing stands between them
     */
    default void committed(List<StoredEvent> events) {}
}
