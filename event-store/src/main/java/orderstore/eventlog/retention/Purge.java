package orderstore.eventlog.retention;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import orderstore.eventlog.LogUnavailableException;
import orderstore.eventlog.Sql;
import orderstore.eventlog.archive.ArchiveFailedException;
import orderstore.eventlog.archive.ArchiveFolder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes plans, one at a time in the whole database, and goes on with what another node has left. */
public final class Purge {

    private static final Logger LOGGER = LoggerFactory.getLogger(Purge.class);

    /** One purge at a time; the session has it, so that it is free when its node dies. */
    private static final String TRY_LOCK = "select pg_try_advisory_lock(hashtext('orderstore.retention'))";

    /** Also that of the mark. */
    private static final String UNLOCK = "select pg_advisory_unlock_all()";

    private static final String CHANGED = """
            select month
            from retention_plan_part p
            where plan = ?
              and not exists (
                select
                from retention_receipt r
                join retention_receipt_part d on d.receipt = r.id
                where r.plan = p.plan
                  and d.month = p.month
              )
              and retention_part_digest(plan, month) is distinct from digest
            order by month
            """;

    private final DataSource database;
    private final RetentionReceipts receipts;
    private final Derivations derivations;
    private final @Nullable ArchiveFolder archives;

    /** As the other, and what goes is kept nowhere. */
    public Purge(DataSource database, Derivations derivations) {
        this(database, derivations, null);
    }

    /**
     * Executes plans of the log in a database.
     *
     * @param database connections under the role of retention, whose statements may take as long as they need
     * @param archives where what goes is kept; null: nowhere
     */
    public Purge(DataSource database, Derivations derivations, @Nullable ArchiveFolder archives) {
        this.database = database;
        this.receipts = new RetentionReceipts(database);
        this.derivations = derivations;
        this.archives = archives;
    }

    /**
     * Does what a plan says; of one that was executed already it answers the same receipt again.
     *
     * @param by who wants it
     * @param evenIfBehind whether what has not been taken in yet by others may go all the same
     * @throws PlanStaleException if what would go is no longer what the plan says; nothing went
     * @throws PurgeRefusedException if this is not the time for it; the message says how much of it went before
     * @throws LogUnavailableException if the database refuses or is out of reach; the next run goes on with it
     * @throws IllegalArgumentException if there is no such plan
     */
    public RetentionReceipt execute(long plan, String by, boolean evenIfBehind) {
        try (Connection connection = database.getConnection()) {
            if (!Sql.one(connection, TRY_LOCK, row -> row.getBoolean(1))) {
                throw new PurgeRefusedException(
                        PurgeRefusedException.Reason.PURGE_RUNNING,
                        "Another purge is under way; the list of receipts tells how far it is.");
            }
            try {
                connection.setAutoCommit(false);
                return receipt(locked(connection, plan, by, evenIfBehind));
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
                Sql.run(connection, UNLOCK);
            }
        } catch (SQLException e) {
            throw new LogUnavailableException("The purge did not get on: " + e.getMessage(), e);
        }
    }

    private RetentionReceipt receipt(long id) {
        return receipts.find(id).orElseThrow();
    }

    private long locked(Connection connection, long id, String by, boolean evenIfBehind) throws SQLException {
        RetentionPlan plan = RetentionPlans.find(connection, id)
                .orElseThrow(() -> new IllegalArgumentException("There is no plan " + id + "."));
        RetentionReceipt begun = receipts.ofPlan(id).orElse(null);
        if (begun != null && begun.endedAt() != null) {
            return begun.id();
        }
        if (!evenIfBehind) {
            refuseIfBehind(connection, plan);
        }
        Sql.run(connection, Sql.MUCH_MEMORY);
        List<LocalDate> changed = Sql.list(connection, CHANGED, row -> row.getObject(1, LocalDate.class), id);
        if (begun == null && !changed.isEmpty()) {
            throw stale(plan, changed);
        }
        long receipt = Sql.one(connection, "select begin_retention(?, ?)", row -> row.getLong(1), id, by);
        connection.commit();
        Set<LocalDate> done = new HashSet<>();
        if (begun != null) {
            begun.parts().forEach(part -> done.add(part.month()));
        }
        String stopped = purge(connection, plan, receipt, done);
        Sql.run(connection, "select end_retention(?, ?)", receipt, stopped);
        connection.commit();
        return receipt;
    }

    /** Why parts of the plan were left, null if none was. */
    private @Nullable String purge(Connection connection, RetentionPlan plan, long receipt, Set<LocalDate> done)
            throws SQLException {
        var left = new StringBuilder();
        for (RetentionPlan.Part part : plan.parts()) {
            if (done.contains(part.month())) {
                continue;
            }
            long began = System.nanoTime();
            try {
                ArchiveFolder.Archived archived = archive(connection, plan, receipt, part);
                new PartPurge(connection, derivations, plan.id(), receipt).run(part.month(), archived);
                LOGGER.info(
                        "Purged {} changes of {} orders opened in {} in {} ms",
                        part.events(),
                        part.streams(),
                        part.month(),
                        (System.nanoTime() - began) / 1_000_000);
            } catch (PlanStaleException e) {
                removeArchive(connection, plan, receipt, part);
                left.append(left.isEmpty() ? "" : " ").append(e.getMessage());
            } catch (ArchiveFailedException e) {
                LOGGER.warn("{}", e.getMessage(), e);
                left.append(left.isEmpty() ? "" : " ").append(e.getMessage());
            }
        }
        return left.isEmpty() ? null : left.toString();
    }

    private ArchiveFolder.@Nullable Archived archive(
            Connection connection, RetentionPlan plan, long receipt, RetentionPlan.Part part)
            throws SQLException, ArchiveFailedException {
        if (archives == null) {
            return null;
        }
        var writing = new PartArchive(connection, archives);
        return writing.run(writing.part(plan, receipt, part));
    }

    /** What stays may go another time, and is then in that file. */
    private void removeArchive(Connection connection, RetentionPlan plan, long receipt, RetentionPlan.Part part)
            throws SQLException {
        if (archives != null) {
            archives.remove(new PartArchive(connection, archives).part(plan, receipt, part));
            connection.rollback();
        }
    }

    private void refuseIfBehind(Connection connection, RetentionPlan plan) throws SQLException {
        List<String> behind = behind(connection, plan);
        if (!behind.isEmpty()) {
            throw new PurgeRefusedException(
                    PurgeRefusedException.Reason.BEHIND,
                    "Nothing goes, since not everything recorded before %s has been taken in by: %s."
                            .formatted(plan.cutoff(), String.join(", ", behind)));
        }
    }

    /** Who has not taken in yet what a plan would purge, and so holds it back. */
    public List<String> behind(RetentionPlan plan) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                return behind(connection, plan);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new LogUnavailableException("Who is behind could not be asked.", e);
        }
    }

    private List<String> behind(Connection connection, RetentionPlan plan) throws SQLException {
        Sql.run(connection, "set local role orderstore_app");
        List<String> behind = derivations.behind(new OneConnection(connection), plan.cutoff());
        Sql.run(connection, "set local role orderstore_retention");
        return behind;
    }

    private static PlanStaleException stale(RetentionPlan plan, List<LocalDate> changed) {
        return new PlanStaleException(
                "What plan %d would purge has changed since it was made, of orders opened in the months of %s."
                        .formatted(
                                plan.id(),
                                String.join(
                                        ", ",
                                        changed.stream()
                                                .map(LocalDate::toString)
                                                .toList())));
    }
}
