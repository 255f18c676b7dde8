package orderstore.projection.processing;

import java.util.function.Supplier;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Through which a processor goes to the database, and which notes whether that was away. Axon then waits up to a minute
 * before it tries again; whoever looks here can start the processor anew as soon as the database is back.
 */
final class OutageWatch implements TransactionManager {

    private final TransactionTemplate transaction;
    private volatile boolean lost;

    OutageWatch(TransactionTemplate transaction) {
        this.transaction = transaction;
    }

    /** Whether the database could not be reached. */
    boolean lost() {
        return lost;
    }

    /** Does something in one transaction. */
    void inTransaction(Runnable task) {
        executeInTransaction(() -> transaction.executeWithoutResult(status -> task.run()));
    }

    /** None: a batch has one of its own, and may need another. */
    @Override
    public Transaction startTransaction() {
        return NoTransactionManager.INSTANCE.startTransaction();
    }

    /** What Axon asks of claims is one statement each. */
    @Override
    public void executeInTransaction(Runnable task) {
        fetchInTransaction(() -> {
            task.run();
            return true;
        });
    }

    @Override
    public <T> T fetchInTransaction(Supplier<T> question) {
        try {
            return question.get();
        } catch (TransactionException | DataAccessResourceFailureException e) {
            lost = true;
            throw e;
        }
    }
}
