package orderstore.projection;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A part of the log, folded in memory and then written at once. Not for concurrent use.
 *
 * <p>It has to do with our own tables alone: there are no side effects, so that a projection can be built again.
 */
public interface Fold {

    /**
     * Takes in the next change of an order. Changes of an order come in the order of versions, each once; between
     * them there may be others'. Whoever checks that none is missing compares {@link LoggedChange#follows()} with the
     * version that it has, since operators may have skipped some.
     *
     * @throws RuntimeException if it cannot; then nothing of this change is in the fold, and the change is parked with
     *     those of the same order that follow
     */
    void add(LoggedChange change);

    /**
     * Writes what was folded, in the transaction that the caller has begun. A statement for each table, not for each
     * change.
     *
     * @throws RuntimeException if a row cannot be written; then nothing of the transaction stays
     */
    void write(JdbcClient database);
}
