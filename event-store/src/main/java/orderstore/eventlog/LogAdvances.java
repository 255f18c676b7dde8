package orderstore.eventlog;

import java.time.Duration;
import java.time.Instant;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/**
 * The log's growth as Axon's streaming processors follow it: a message says up to which position there are events,
 * as an {@link Advance}, and its token is that position, whichever node appended them.
 *
 * <p>The events are not in it. Who processes a segment reads those that it has not got yet, many at a time and as
 * part of its transaction, with {@link LogTail#read}. Axon would hand over each event by itself to each segment, at
 * a multiple of what folding it costs, and keep a thousand for each in memory.
 */
public final class LogAdvances implements StreamableMessageSource<TrackedEventMessage<?>> {

    private final LogReader log;
    private final LogTail tail;
    private final Duration gathering;

    /** @param gathering so long one message comes after another at least: what is appended meanwhile is told together */
    public LogAdvances(LogReader log, LogTail tail, Duration gathering) {
        this.log = log;
        this.tail = tail;
        this.gathering = gathering;
    }

    /**
     * There are events up to a position.
     *
     * @param through every event up to here is committed
     */
    public record Advance(long through) {}

    @Override
    public TrackingEventStream openStream(@Nullable TrackingToken token) {
        tail.committed(log.lastPosition());
        return new AdvancingStream(tail, PostgresEventStorageEngine.position(token), gathering);
    }

    @Override
    public TrackingToken createTailToken() {
        return new GlobalSequenceTrackingToken(0);
    }

    @Override
    public TrackingToken createHeadToken() {
        return new GlobalSequenceTrackingToken(log.lastPosition());
    }

    @Override
    public TrackingToken createTokenAt(Instant dateTime) {
        return new GlobalSequenceTrackingToken(log.lastPositionBefore(dateTime));
    }
}
