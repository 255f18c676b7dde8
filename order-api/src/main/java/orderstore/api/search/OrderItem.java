package orderstore.api.search;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import orderstore.order.model.Category;
import orderstore.order.model.Status;
import orderstore.order.model.StatusDefinition;
import orderstore.order.model.StatusModel;
import orderstore.projection.overview.FoundOrder;
import org.jspecify.annotations.Nullable;

/**
 * An order as a search shows it: as it was after the changes up to {@code position} of its own.
 *
 * @param status the current one
 * @param category of the status; null if the model in force does not know it
 * @param terminal whether only a correction leaves the status
 * @param version how many changes the order has
 * @param openedAt when the earliest of its changes happened
 * @param changedAt when the change that made its status happened
 * @param held whether retention must leave it alone
 * @param conflicting whether a report contradicts the status that somebody decided
 * @param source who told the change that made its status; null if nobody was named
 * @param position of its last change in the log
 */
record OrderItem(
        String orderId,
        String status,
        @Nullable Category category,
        @JsonProperty("final") boolean terminal,
        int version,
        Instant openedAt,
        Instant changedAt,
        boolean held,
        boolean conflicting,
        @Nullable String source,
        long position) {

    static OrderItem of(FoundOrder order, StatusModel model) {
        StatusDefinition definition = model.definition(new Status(order.status()));
        return new OrderItem(
                order.orderId(),
                order.status(),
                definition == null ? null : definition.category(),
                definition != null && definition.terminal(),
                order.version(),
                order.openedAt(),
                order.changedAt(),
                order.held(),
                order.conflicting(),
                order.source(),
                order.position());
    }
}
