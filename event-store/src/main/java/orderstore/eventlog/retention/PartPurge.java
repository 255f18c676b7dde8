package orderstore.eventlog.retention;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import orderstore.eventlog.Sql;
import orderstore.eventlog.archive.ArchiveFolder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The purge of one partition. What goes is marked first, so that nothing is appended to it from then on; all that
 * takes long happens beside readers and appends, in a transaction that nobody sees or waits for; its last step alone
 * stops them, for the moment in which one table takes the place of another. Whenever the node dies, the partition is
 * as before or as after.
 */
final class PartPurge {

    private static final Logger LOGGER = LoggerFactory.getLogger(PartPurge.class);

    /** Longer than a purge takes; if its session ends before, the mark is void at once. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    /** What {@code take_out_retention_part} and its like raise when what goes is not what the plan says. */
    private static final String STALE = "OR001";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final Connection connection;
    private final Derivations derivations;
    private final long plan;
    private final long receipt;

    /**
     * What is found out before anybody waits.
     *
     * @param through what was appended later has yet to be copied
     * @param lastPosition of what goes
     */
    private record TakenOut(long through, long lastPosition, OffsetDateTime lastRecordedAt) {}

    /** @param connection without a transaction, and without auto-commit */
    PartPurge(Connection connection, Derivations derivations, long plan, long receipt) {
        this.connection = connection;
        this.derivations = derivations;
        this.plan = plan;
        this.receipt = receipt;
    }

    /**
     * Purges what goes of a month.
     *
     * @param archived the file that has it; null: none is wanted
     * @throws PlanStaleException if that is not what the plan says; nothing went
     * @throws PurgeRefusedException if something is being made from the log; nothing went
     * @throws SQLException if the database refuses; whether it went says the receipt
     */
    void run(LocalDate month, ArchiveFolder.@Nullable Archived archived) throws SQLException {
        Sql.run(connection, "select mark_retention_part(?, ?, make_interval(secs => ?))", plan, month, (double)
                LONGEST.toSeconds());
        connection.commit();
        boolean done = false;
        try {
            purge(month, archived);
            connection.commit();
            done = true;
            derivations.purged();
        } catch (SQLException e) {
            if (STALE.equals(e.getSQLState())) {
                throw new PlanStaleException(message(e));
            }
            throw e;
        } finally {
            if (!done) {
                takeBack();
            }
        }
    }

    private void purge(LocalDate month, ArchiveFolder.@Nullable Archived archived) throws SQLException {
        var transaction = new OneConnection(connection);
        Sql.run(connection, Sql.MUCH_MEMORY);
        asApplication(() -> derivations.exclude(transaction));
        TakenOut taken = Sql.one(
                connection,
                "select through, last_position, last_recorded_at from take_out_retention_part(?, ?)",
                row -> new TakenOut(row.getLong(1), row.getLong(2), row.getObject(3, OffsetDateTime.class)),
                receipt,
                month);
        asApplication(() -> derivations.forget(transaction));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Savepoint before = connection.setSavepoint();
        while (true) {
            try {
                asApplication(() -> derivations.settle(transaction));
                Sql.run(
                        connection,
                        "select replace_retention_part(?, ?, ?, ?, ?, ?, decode(?, 'hex'))",
                        receipt,
                        month,
                        taken.through(),
                        taken.lastPosition(),
                        taken.lastRecordedAt(),
                        archived == null ? null : archived.name(),
                        archived == null ? null : archived.sha256());
                return;
            } catch (SQLException | RuntimeException busy) {
                if (!isLockHeld(busy) || System.nanoTime() > deadline) {
                    throw busy;
                }
                LOGGER.debug("Somebody reads for long, it is tried again: {}", busy.getMessage());
                connection.rollback(before);
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    /** Derivations may have their own words for it. */
    private static boolean isLockHeld(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** What derivations do they do with the rights of the application, which has made their rows. */
    private void asApplication(Runnable work) throws SQLException {
        Sql.run(connection, "set local role orderstore_app");
        work.run();
        Sql.run(connection, "set local role orderstore_retention");
    }

    private void takeBack() {
        try {
            connection.rollback();
            Sql.run(connection, "select unmark_retention_part()");
            connection.commit();
        } catch (SQLException e) {
            LOGGER.warn(
                    "The mark of a purge could not be taken back; it is void when this session ends: {}",
                    e.getMessage());
        }
    }

    private static String message(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceFirst("^ERROR: ", "");
    }
}
