package orderstore.projection.intake;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import orderstore.projection.ChangeLog;
import orderstore.projection.LoggedChange;
import orderstore.projection.Projection;
import orderstore.projection.intake.ParkedOrder.Letter;
import orderstore.projection.intake.Reprocessed.Done;
import orderstore.projection.intake.Reprocessed.OtherVersion;
import orderstore.projection.intake.Reprocessed.Unknown;
import orderstore.projection.intake.Reprocessed.Waits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What operators do about parked changes, an order at a time and in its order. All of it is one transaction that has
 * locked the order's segment, as the batch of a processor does, so that neither sees half of what the other does.
 */
public final class Reprocessing {

    private static final Logger LOGGER = LoggerFactory.getLogger(Reprocessing.class);

    private final Map<String, Projection> projections;
    private final ChangeLog log;
    private final JdbcClient database;
    private final DataSourceTransactionManager transactions;

    public Reprocessing(List<Projection> projections, ChangeLog log, DataSource database) {
        this.projections = projections.stream().collect(Collectors.toMap(Projection::name, Function.identity()));
        this.log = log;
        this.database = JdbcClient.create(database);
        this.transactions = new DataSourceTransactionManager(database);
    }

    /** Tries a parked change again, which must be the first of its order, and then those that follow. */
    public Reprocessed retry(long id) {
        return first(id, (order, letter) -> {});
    }

    /**
     * Leaves a parked change out for good, which must be the first of its order, and tries those that follow.
     *
     * @param operator who says so
     * @param reason why it may be left out; 1 to 500 characters
     */
    public Reprocessed skip(long id, String operator, String reason) {
        return first(id, (order, letter) -> {
            order.skip(letter, operator, reason);
            afterCommit(() -> LOGGER.warn(
                    "{} skipped for {} version {} of order {}: {}",
                    operator,
                    order.generation(),
                    letter.version(),
                    order.orderId(),
                    reason));
        });
    }

    private static void afterCommit(Runnable report) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                report.run();
            }
        });
    }

    private interface Step {
        void take(ParkedOrder order, Letter first);
    }

    private Reprocessed first(long id, Step step) {
        return Objects.requireNonNull(new TransactionTemplate(transactions)
                .execute(transaction -> ParkedOrder.of(database, id)
                        .flatMap(order -> work(order, id, step))
                        .orElseGet(Unknown::new)));
    }

    /** Empty if somebody else has dealt with it before the segment was locked. */
    private Optional<Reprocessed> work(ParkedOrder order, long id, Step step) {
        Projection projection = projections.get(order.generation().projection());
        if (projection == null || projection.version() != order.rules()) {
            int here = projection == null ? 0 : projection.version();
            return Optional.of(new OtherVersion(order.generation().projection(), order.rules(), here));
        }
        order.lock();
        Optional<Letter> asked =
                order.letters().stream().filter(letter -> letter.id() == id).findFirst();
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        Letter first = order.letters().getFirst();
        if (first.id() != id) {
            return Optional.of(new Waits(order.orderId(), asked.get().version(), first.id(), first.version()));
        }
        step.take(order, first);
        return Optional.of(goOn(order, projection));
    }

    private Reprocessed goOn(ParkedOrder order, Projection projection) {
        List<Letter> letters = order.letters();
        List<LoggedChange> changes = changes(order, letters);
        var retry = new Retry(projection.projector(order.generation()), database, transactions);
        int applied = retry.apply(changes);
        order.remove(letters.subList(0, applied));
        if (applied == letters.size()) {
            return new Done(applied, 0, null);
        }
        String failure = applied < changes.size() ? retry.failure() : "The log does not have this change any more.";
        order.failed(letters.get(applied), failure);
        return new Done(applied, letters.size() - applied, failure);
    }

    /** Those of the letters, up to the first that the log does not have. */
    private List<LoggedChange> changes(ParkedOrder order, List<Letter> letters) {
        Map<Integer, LoggedChange> history = log.histories(List.of(order.orderId())).stream()
                .collect(Collectors.toMap(LoggedChange::version, Function.identity()));
        List<LoggedChange> changes = letters.stream()
                .map(letter -> history.get(letter.version()))
                .takeWhile(Objects::nonNull)
                .flatMap(Stream::ofNullable)
                .toList();
        return new SkippedChanges(database, order.generation()).without(changes);
    }
}
