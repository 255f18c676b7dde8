package orderstore.projection.rebuild;

import java.sql.SQLException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** Which failures pass by themselves. */
final class Outage {

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String IDLE_IN_TRANSACTION = "25P03"; // The node stood still for longer than sessions may.

    private Outage() {}

    static boolean isTemporary(RuntimeException failure) {
        return failure instanceof TransientDataAccessException
                || failure instanceof RecoverableDataAccessException
                || failure instanceof DataAccessResourceFailureException
                || failure instanceof CannotCreateTransactionException
                || isLockHeld(failure)
                || has(failure, IDLE_IN_TRANSACTION)
                || failure instanceof TransactionSystemException; // The outcome of a commit is not known.
    }

    /** Spring knows the deadlocks of PostgreSQL, but not its word for a lock that was not to be had in time. */
    static boolean isLockHeld(RuntimeException failure) {
        return failure instanceof PessimisticLockingFailureException || has(failure, LOCK_NOT_AVAILABLE);
    }

    private static boolean has(RuntimeException failure, String sqlState) {
        return NestedExceptionUtils.getMostSpecificCause(failure) instanceof SQLException e
                && sqlState.equals(e.getSQLState());
    }
}
