package orderstore.projection.intake;

import java.util.List;
import orderstore.projection.Fold;
import orderstore.projection.LoggedChange;
import orderstore.projection.Projector;
import orderstore.projection.intake.DeadLetters.Parked;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes in an order's changes as far as it goes, within the caller's transaction. Not for concurrent use. */
final class Retry {

    private final Projector projector;
    private final JdbcClient database;
    private final TransactionTemplate nested;
    private String failure = "";

    Retry(Projector projector, JdbcClient database, PlatformTransactionManager transactions) {
        this.projector = projector;
        this.database = database;
        this.nested = new TransactionTemplate(transactions);
        this.nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /**
     * Tries all at once, and if that fails each half.
     *
     * @return how many are in: the first ones
     * @throws DataAccessException if the database is to blame
     */
    int apply(List<LoggedChange> changes) {
        if (changes.isEmpty() || succeeds(changes)) {
            return changes.size();
        }
        if (changes.size() == 1) {
            return 0;
        }
        int half = changes.size() / 2;
        int applied = apply(changes.subList(0, half));
        return applied < half ? applied : half + apply(changes.subList(half, changes.size()));
    }

    /** Why the first that is not in is not. */
    String failure() {
        return failure;
    }

    private boolean succeeds(List<LoggedChange> changes) {
        try {
            nested.executeWithoutResult(savepoint -> {
                Fold fold = projector.begin();
                changes.forEach(fold::add);
                fold.write(database);
            });
            return true;
        } catch (DataIntegrityViolationException e) {
            return failed(e);
        } catch (DataAccessException e) {
            throw e;
        } catch (RuntimeException e) {
            return failed(e);
        }
    }

    private boolean failed(RuntimeException e) {
        failure = Parked.text(e);
        return false;
    }
}
