package orderstore.api.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import orderstore.projection.intake.DeadLetter;
import org.jspecify.annotations.Nullable;

/**
 * A parked change as operators see it.
 *
 * @param changeId left out if the log does not have the change any more
 * @param failure why it could not be taken in; null: it waits for one before it
 */
record DeadLetterEntry(
        long id,
        String projection,
        String orderId,
        int version,
        long position,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String changeId,
        @Nullable String failure,
        int attempts,
        Instant parkedAt) {

    static DeadLetterEntry of(DeadLetter letter) {
        return new DeadLetterEntry(
                letter.id(),
                letter.projection(),
                letter.orderId(),
                letter.version(),
                letter.position(),
                letter.changeId(),
                letter.failure(),
                letter.attempts(),
                letter.parkedAt());
    }
}
