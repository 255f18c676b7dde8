package orderstore.projection.intake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import orderstore.projection.Generation;
import orderstore.projection.LoggedChange;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The changes of one generation that are parked: those that could not be taken in, and those that follow them. */
final class DeadLetters {

    /** More of them are no longer single changes that are odd, but a projector that is wrong. */
    static final int MOST = 10_000;

    private static final int LONGEST_FAILURE = 1_000;

    private final JdbcClient database;
    private final Generation generation;

    DeadLetters(JdbcClient database, Generation generation) {
        this.database = database;
        this.generation = generation;
    }

    /**
     * A change that is to be parked.
     *
     * @param failure why; null: because one before it is parked
     */
    record Parked(LoggedChange change, @Nullable String failure) {

        static Parked by(LoggedChange change, Throwable failure) {
            return new Parked(change, text(failure));
        }

        /** A failure as it is kept. */
        static String text(Throwable failure) {
            String said = failure instanceof DataAccessException refused
                    ? String.valueOf(refused.getMostSpecificCause().getMessage())
                    : failure.toString();
            String text = said.replace("\0", ""); // PostgreSQL's texts have none.
            return text.length() > LONGEST_FAILURE ? text.substring(0, LONGEST_FAILURE) : text;
        }
    }

    /** Those of some orders that have parked changes. */
    Set<String> ordersAmong(Collection<String> orders) {
        return new HashSet<>(database.sql("""
                        select distinct order_id
                        from projection_dead_letter
                        where projection = ?
                          and generation = ?
                          and order_id = any (?)
                        """)
                .param(generation.projection())
                .param(generation.number())
                .param(orders.toArray(String[]::new))
                .query(String.class)
                .list());
    }

    /**
     * Parks changes, in the caller's transaction.
     *
     * @throws TooManyDeadLettersException if there are too many
     */
    void park(List<Parked> letters) {
        if (letters.isEmpty()) {
            return;
        }
        var orders = new ArrayList<String>();
        var versions = new ArrayList<Integer>();
        var positions = new ArrayList<Long>();
        var failures = new ArrayList<@Nullable String>();
        for (Parked letter : letters) {
            orders.add(letter.change().orderId());
            versions.add(letter.change().version());
            positions.add(letter.change().position());
            failures.add(letter.failure());
        }
        long parked = database.sql("""
                        with parked as (
                          insert into projection_dead_letter
                            (projection, generation, order_id, version, position, failure, attempts)
                          select ?, ?, order_id, version, position, failure, case when failure is null then 0 else 1 end
                          from unnest(?::text[], ?::integer[], ?::bigint[], ?::text[])
                            letter (order_id, version, position, failure)
                          order by position
                          returning 1
                        )
                        select
                          (select count(*) from parked)
                            + (select count(*) from projection_dead_letter where projection = ? and generation = ?)
                        """)
                .param(generation.projection())
                .param(generation.number())
                .param(orders.toArray(String[]::new))
                .param(versions.toArray(Integer[]::new))
                .param(positions.toArray(Long[]::new))
                .param(failures.toArray(String[]::new))
                .param(generation.projection())
                .param(generation.number())
                .query(Long.class)
                .single();
        if (parked > MOST) {
            throw new TooManyDeadLettersException(
                    "%s would have %d parked changes; beyond %d it stops instead. The last: %s"
                            .formatted(generation, parked, MOST, letters.getLast()));
        }
    }
}
