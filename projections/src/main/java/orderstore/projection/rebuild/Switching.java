package orderstore.projection.rebuild;

import java.time.Duration;
import java.util.Collections;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import orderstore.projection.Generation;
import orderstore.projection.Projection;
import orderstore.projection.processing.Generations;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets readers see another generation, in one short transaction. */
final class Switching {

    /** Readers queue behind a switch that waits; so it waits shortly, and tries again. */
    private static final String SHORTLY = "set local lock_timeout = '300ms'";

    private static final int ATTEMPTS = 30;
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(50);

    private final JdbcClient database;
    private final Generations generations;
    private final TransactionTemplate transaction;

    Switching(JdbcClient database, TransactionTemplate transaction) {
        this.database = database;
        this.generations = new Generations(database);
        this.transaction = transaction;
    }

    /** Runs something in a transaction that waits shortly for locks, again if that was too short. */
    <T> T shortly(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(work);
            } catch (DataAccessException busy) {
                if (attempt == ATTEMPTS || !Outage.isLockHeld(busy)) {
                    throw busy;
                }
                LockSupport.parkNanos(attempt * STEP);
            }
        }
    }

    /**
     * The same for a switch, again if what is to be shown comes as far meanwhile as what readers see. Nothing is locked
     * while that is waited for.
     *
     * @throws RebuildRefusedException if it does not, or not in time
     */
    <T> T patiently(Duration patience, Supplier<T> work) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return shortly(work);
            } catch (GenerationBehindException e) {
                if (!reaches(e, deadline)) {
                    throw e;
                }
            }
        }
    }

    private boolean reaches(GenerationBehindException behind, long deadline) {
        while (generations.positions(behind.generation()).stream().anyMatch(at -> at < behind.position())) {
            if (System.nanoTime() > deadline || generations.isPaused(behind.generation())) {
                return false;
            }
            LockSupport.parkNanos(LOOK);
        }
        return true;
    }

    /** Runs something in a transaction that waits shortly for locks. */
    <T> T once(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> {
            database.sql(SHORTLY).update();
            generations.lock();
            return work.get();
        }));
    }

    /**
     * Lets readers see a generation, within the caller's transaction. The one that they see is stopped first and the
     * other waited for, so that no reader sees an order go back.
     *
     * @throws GenerationBehindException if the other one does not come as far
     */
    void show(Projection projection, Generation next) {
        generations.live(projection.name()).ifPresent(number -> {
            long seen = Collections.max(generations.lockSegments(new Generation(projection.name(), number)));
            awaitPosition(next, seen);
        });
        generations.show(projection, next);
    }

    private void awaitPosition(Generation next, long position) {
        long deadline = System.nanoTime() + PATIENCE;
        while (Collections.min(generations.positions(next)) < position) {
            if (System.nanoTime() > deadline) {
                throw new GenerationBehindException(next, position);
            }
            LockSupport.parkNanos(STEP);
        }
    }
}
