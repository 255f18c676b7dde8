package orderstore.api.order;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import orderstore.order.model.Category;
import org.jspecify.annotations.Nullable;

/**
 * An order as it is now, or as it was.
 *
 * @param category null if the status is not in the model in force
 * @param terminal whether only a correction leaves the status
 * @param openedAt when the earliest of its changes happened
 * @param changedAt when the change that made its status happened
 * @param held whether retention must leave it alone now
 * @param conflicting whether a report contradicts the status that somebody decided
 * @param lastChange the change that made its version; of what it was at a time, the one that made its status
 */
record OrderView(
        String orderId,
        String status,
        @Nullable Category category,
        @JsonProperty("final") boolean terminal,
        int version,
        Instant openedAt,
        Instant changedAt,
        boolean held,
        boolean conflicting,
        StatusChange lastChange) {}
