package orderstore.eventlog.retention;

import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/**
 * What is made from the log and must forget with it. Each method works in the transaction that its only connection is
 * in, under the application's role; {@code order_going} has the streams that go.
 */
public interface Derivations {

    /** There is nothing. */
    Derivations NONE = new Derivations() {
        @Override
        public List<String> behind(DataSource transaction, Instant cutoff) {
            return List.of();
        }

        @Override
        public void exclude(DataSource transaction) {}

        @Override
        public void forget(DataSource transaction) {}

        @Override
        public void settle(DataSource transaction) {}
    };

    /** Who has not taken in yet all that was recorded before a time, such as {@code overview.2 at position 17}. */
    List<String> behind(DataSource transaction, Instant cutoff);

    /**
     * Sees to it that nothing is made from the beginning of the log until the transaction ends.
     *
     * @throws PurgeRefusedException if something is being made
     */
    void exclude(DataSource transaction);

    /** Takes out what belongs to the streams that go alone. Nobody else may be kept waiting, for it may take long. */
    void forget(DataSource transaction);

    /** Corrects what others write too, shortly before the commit. It may be rolled back and asked for again. */
    void settle(DataSource transaction);

    /** A partition was purged: that is durable. */
    default void purged() {}
}
