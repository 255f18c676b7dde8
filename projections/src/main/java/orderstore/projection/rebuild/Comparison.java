package orderstore.projection.rebuild;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import orderstore.projection.ChangeLog;
import orderstore.projection.Generation;
import orderstore.projection.LoggedChange;
import orderstore.projection.Projection;
import orderstore.projection.intake.Intake;
import orderstore.projection.processing.Generations;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Compares a generation with the one that readers see, both at exactly the same place in the log, while the latter
 * goes on: the new one is held where it is; in a transaction that is rolled back it is brought to where the other one
 * stands in that transaction's snapshot; there the two are compared.
 */
final class Comparison {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int PART = 1_000;

    private final ChangeLog log;
    private final JdbcClient database;
    private final JdbcTransactionManager transactions;

    Comparison(ChangeLog log, DataSource database) {
        this.log = log;
        this.database = JdbcClient.create(database);
        this.transactions = new JdbcTransactionManager(database);
    }

    /**
     * The differences. The new one is held by the caller's transaction until that ends.
     *
     * @throws RebuildRefusedException if the one that readers see does not go along with the log
     */
    Differences compare(Projection projection, Generation live, Generation made) {
        return compare(projection, live, made, new Generations(database).lockSegments(made));
    }

    /**
     * The differences of a generation that does not go along with the log yet.
     *
     * @param through every change up to here is in it, and none after
     * @throws RebuildRefusedException if the one that readers see is not as far
     */
    Differences compare(Projection projection, Generation live, Generation made, long through) {
        return compare(projection, live, made, List.of(through));
    }

    private Differences compare(Projection projection, Generation live, Generation made, List<Long> from) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Differences differences = attempt(projection, live, made, from);
            if (differences != null) {
                return differences;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        throw new RebuildRefusedException(
                "%s cannot be compared: %s, which readers see, does not come as far within %d s."
                        .formatted(made, live, PATIENCE.toSeconds()));
    }

    /** Null if the one that readers see is not as far yet. */
    private @Nullable Differences attempt(Projection projection, Generation live, Generation made, List<Long> from) {
        var snapshot = new TransactionTemplate(transactions);
        snapshot.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        return snapshot.execute(status -> {
            status.setRollbackOnly();
            List<Long> to = new Generations(database).positions(live);
            if (Collections.min(to) < Collections.max(from)) {
                return null;
            }
            bring(projection, made, from, to);
            database.sql("set local enable_seqscan = on").update();
            return new TableComparison(database).compare(projection.tables(), live, made, Collections.min(to));
        });
    }

    /** Takes in what each order's segment has not got yet, up to where the same order is in the other generation. */
    private void bring(Projection projection, Generation made, List<Long> from, List<Long> to) {
        var intake = new Intake(projection.projector(made), made, database, transactions);
        long position = Collections.min(from);
        long through = Collections.max(to);
        boolean anyParked = true;
        while (position < through) {
            List<LoggedChange> part = log.read(position, through, PART);
            if (part.isEmpty()) {
                return;
            }
            List<LoggedChange> wanted = part.stream()
                    .filter(change -> change.position() > of(change, from) && change.position() <= of(change, to))
                    .toList();
            if (!wanted.isEmpty()) {
                anyParked = intake.take(wanted, anyParked);
            }
            position = part.getLast().position();
        }
    }

    /** Where the segment of an order is; there are as many segments as a power of two. */
    private static long of(LoggedChange change, List<Long> positions) {
        return positions.get(change.orderId().hashCode() & (positions.size() - 1));
    }
}
