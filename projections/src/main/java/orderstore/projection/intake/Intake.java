package orderstore.projection.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orderstore.projection.Fold;
import orderstore.projection.Generation;
import orderstore.projection.LoggedChange;
import orderstore.projection.Projector;
import orderstore.projection.intake.DeadLetters.Parked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes parts of the log into one generation, within the caller's transaction. What a single order is to blame for
 * parks that order's changes; all others go on.
 */
public final class Intake {

    private static final Logger LOGGER = LoggerFactory.getLogger(Intake.class);

    private final Projector projector;
    private final DeadLetters letters;
    private final JdbcClient database;
    private final TransactionTemplate nested;

    /**
     * @param database the connections on which the caller's transactions run
     * @param transactions whose transactions those are
     */
    public Intake(
            Projector projector, Generation generation, JdbcClient database, PlatformTransactionManager transactions) {
        var savepoints = new TransactionTemplate(transactions);
        savepoints.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        this.projector = projector;
        this.letters = new DeadLetters(database, generation);
        this.database = database;
        this.nested = savepoints;
    }

    /**
     * Folds and writes changes.
     *
     * @param anyParked whether this generation has parked changes
     * @return whether it has now
     * @throws DataAccessException if the database is to blame; then the caller's transaction must be rolled back
     * @throws TooManyDeadLettersException likewise
     */
    public boolean take(List<LoggedChange> changes, boolean anyParked) {
        return take(changes, anyParked, this::write);
    }

    /**
     * As {@link #take}, with fewer statements: it does not find out whose change cannot be written.
     *
     * @throws UnwritableException if one of them cannot; the caller's transaction must be rolled back
     */
    public boolean takeAll(List<LoggedChange> changes, boolean anyParked) {
        return take(changes, anyParked, (fold, taken, parked) -> writeAll(fold, taken));
    }

    private interface Writing {
        void write(Fold fold, List<LoggedChange> taken, List<Parked> parked);
    }

    private boolean take(List<LoggedChange> changes, boolean anyParked, Writing writing) {
        Set<String> waiting = anyParked ? letters.ordersAmong(orders(changes)) : new LinkedHashSet<>();
        var parked = new ArrayList<Parked>();
        var taken = new ArrayList<LoggedChange>();
        Fold fold = projector.begin();
        for (LoggedChange change : changes) {
            if (waiting.contains(change.orderId())) {
                parked.add(new Parked(change, null));
                continue;
            }
            try {
                fold.add(change);
                taken.add(change);
            } catch (RuntimeException e) {
                parked.add(Parked.by(change, e));
                waiting.add(change.orderId());
            }
        }
        if (!taken.isEmpty()) {
            writing.write(fold, taken, parked);
        }
        report(parked);
        letters.park(parked);
        return anyParked || !parked.isEmpty();
    }

    private void writeAll(Fold fold, List<LoggedChange> taken) {
        try {
            fold.write(database);
        } catch (RuntimeException e) {
            throw isOnesFault(e) ? new UnwritableException(taken.size(), e) : e;
        }
    }

    private void write(Fold fold, List<LoggedChange> taken, List<Parked> parked) {
        try {
            nested.executeWithoutResult(savepoint -> fold.write(database));
        } catch (RuntimeException e) {
            if (!isOnesFault(e)) {
                throw e;
            }
            isolate(taken, e, parked);
        }
    }

    /** Whether what is written may be to blame, rather than the database. */
    private static boolean isOnesFault(RuntimeException e) {
        return !(e instanceof DataAccessException) || e instanceof DataIntegrityViolationException;
    }

    /** Halves what could not be written until it is one order's. */
    private void isolate(List<LoggedChange> changes, RuntimeException failure, List<Parked> parked) {
        Map<String, List<LoggedChange>> byOrder = new LinkedHashMap<>();
        changes.forEach(change -> byOrder.computeIfAbsent(change.orderId(), id -> new ArrayList<>())
                .add(change));
        if (byOrder.size() == 1) {
            parked.add(Parked.by(changes.getFirst(), failure));
            changes.stream().skip(1).forEach(follower -> parked.add(new Parked(follower, null)));
            return;
        }
        List<List<LoggedChange>> orders = List.copyOf(byOrder.values());
        int half = orders.size() / 2;
        for (List<List<LoggedChange>> part : List.of(orders.subList(0, half), orders.subList(half, orders.size()))) {
            List<LoggedChange> some = part.stream().flatMap(List::stream).toList();
            Fold fold = projector.begin();
            some.forEach(fold::add);
            write(fold, some, parked);
        }
    }

    private static void report(List<Parked> parked) {
        for (Parked letter : parked) {
            if (letter.failure() != null) {
                LOGGER.warn(
                        "A change cannot be taken in and is parked: order {}, version {}, position {}: {}",
                        letter.change().orderId(),
                        letter.change().version(),
                        letter.change().position(),
                        letter.failure());
            }
        }
    }

    private static Set<String> orders(List<LoggedChange> changes) {
        var orders = new LinkedHashSet<String>();
        changes.forEach(change -> orders.add(change.orderId()));
        return orders;
    }
}
