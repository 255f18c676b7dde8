package orderstore.projection.intake;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change that is parked, as operators see it.
 *
 * @param changeId null if the log does not have the change any more
 * @param failure why it could not be taken in; null: it waits for one before it
 * @param attempts how often it was tried
 */
public record DeadLetter(
        long id,
        String projection,
        String orderId,
        int version,
        long position,
        @Nullable String changeId,
        @Nullable String failure,
        int attempts,
        Instant parkedAt) {}
