package orderstore.order;

import java.time.Instant;
import java.util.Objects;

/**
 * An event with its place in its order's history.
 *
 * @param version counts the order's changes from 1
 * @param recordedAt when the log took it
 */
public record Change(int version, OrderEvent event, Instant recordedAt) {

    /** When it happened, as its client told; when it was recorded, if the client told nothing. */
    public Instant occurredAt() {
        return Objects.requireNonNullElse(event.claim().occurredAt(), recordedAt);
    }
}
