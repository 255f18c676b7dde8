package orderstore.api.operations;

import java.time.Instant;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An operation that this node is to do now.
 *
 * @param node under which name the node has it
 * @param change null: it is an upload
 * @param acceptedAt by the database's clock
 * @param failures how often it was tried in vain
 * @param progress what was kept of its work before; null: nothing
 * @param wanted false: this node stops, and what is left is another's
 */
public record Task(
        UUID id,
        UUID node,
        Origin origin,
        @Nullable QueuedChange change,
        Instant acceptedAt,
        int failures,
        @Nullable String progress,
        BooleanSupplier wanted) {}
