package orderstore.projection;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How one generation forgets the orders that leave the log for good, those of the table {@code order_going}, so that
 * its rows are as if they had never been. Both steps are in the transaction that takes them out of the log, which
 * still has their changes for it.
 */
public interface Forgetting {

    /**
     * Takes the rows out that belong to these orders alone. It may take long, so nothing that processors write too may
     * be written here; what is found out may be kept for the next step.
     */
    void forget(JdbcClient database);

    /** Corrects rows that other orders share. Shortly before the commit; it may be rolled back and asked for again. */
    void settle(JdbcClient database);
}
