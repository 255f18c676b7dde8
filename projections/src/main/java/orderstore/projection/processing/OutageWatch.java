package orderstore.projection.processing;

import java.util.function.Supplier;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.springframework.transaction.TransactionException;

/**
 * Transactions of a processor that notes whether the database was away. Axon then waits up to a minute before it tries
 * again; whoever looks here can start the processor anew as soon as the database is back.
 */
final class OutageWatch implements TransactionManager {

    private final TransactionManager transactions;
    private volatile boolean lost;

    OutageWatch(TransactionManager transactions) {
        this.transactions = transactions;
    }

    /** Whether a transaction could not be begun or ended. */
    boolean lost() {
        return lost;
    }

    @Override
    public Transaction startTransaction() {
        Transaction transaction = noted(transactions::startTransaction);
        return new Transaction() {
            @Override
            public void commit() {
                noted(() -> {
                    transaction.commit();
                    return transaction;
                });
            }

            @Override
            public void rollback() {
                transaction.rollback();
            }
        };
    }

    private Transaction noted(Supplier<Transaction> step) {
        try {
            return step.get();
        } catch (TransactionException e) {
            lost = true;
            throw e;
        }
    }
}
