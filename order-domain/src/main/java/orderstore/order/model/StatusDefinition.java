package orderstore.order.model;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the model says of one status.
 *
 * @param initial whether a command may begin an order here
 * @param terminal the model's {@code final}: only a correction leaves it
 * @param overdueAfter an order that stays longer is stuck; null: never
 * @param next what a command may change it to, in the model's order
 */
public record StatusDefinition(
        Category category,
        boolean initial,
        boolean terminal,
        @Nullable Duration overdueAfter,
        Set<Status> next) {}
