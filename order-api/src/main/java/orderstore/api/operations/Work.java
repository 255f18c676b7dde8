package orderstore.api.operations;

import java.util.UUID;
import orderstore.api.problem.Problem;
import org.jspecify.annotations.Nullable;

/** How one kind of operation is done. */
public interface Work {

    OperationKind kind();

    /**
     * Does it, or goes on where another node stopped. What was done already must not be done twice: a node that lost
     * its operation may still be at it.
     *
     * @throws RuntimeException if it could not be done now; it is tried again
     */
    Outcome run(Task task) throws InterruptedException;

    /**
     * What came of an operation that is done, as its client is told it.
     *
     * @param orderId of a change
     * @param progress as it was kept
     */
    Shown show(UUID id, @Nullable String orderId, String progress);

    /** A result, or why there is none any more. */
    record Shown(@Nullable Object result, @Nullable Problem problem) {}
}
