package orderstore.eventlog;

import java.time.Instant;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/**
 * The log as Axon's streaming processors read it: each stream follows the tail, so that a processor is told of a new
 * event at once, whichever node appended it. The event store's own streams ask the database every second instead,
 * from their first event on, and keep 10,000 events in memory.
 */
public final class LogMessageSource implements StreamableMessageSource<TrackedEventMessage<?>> {

    private final PostgresEventStorageEngine engine;
    private final LogTail tail;

    public LogMessageSource(PostgresEventStorageEngine engine, LogTail tail) {
        this.engine = engine;
        this.tail = tail;
    }

    @Override
    public TrackingEventStream openStream(@Nullable TrackingToken token) {
        return new FollowingStream(tail.follow(PostgresEventStorageEngine.position(token), null), engine::track);
    }

    @Override
    public TrackingToken createTailToken() {
        return engine.createTailToken();
    }

    @Override
    public TrackingToken createHeadToken() {
        return engine.createHeadToken();
    }

    @Override
    public TrackingToken createTokenAt(Instant dateTime) {
        return engine.createTokenAt(dateTime);
    }
}
