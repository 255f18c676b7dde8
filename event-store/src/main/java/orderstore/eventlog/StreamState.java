package orderstore.eventlog;

import java.time.Instant;
import org.axonframework.eventhandling.DomainEventMessage;

/** What the log needs to know of a stream beside its events, and what it tells in return. */
public interface StreamState {

    /** The stream's folded state after an event that is about to be appended; it is kept in the stream's head. */
    String after(DomainEventMessage<?> event);

    /** The event is durable, and was recorded then by the log's clock. Called by the thread that appends it. */
    void recorded(DomainEventMessage<?> event, Instant recordedAt);
}
