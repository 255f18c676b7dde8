package orderstore.projection.rebuild;

import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import orderstore.projection.ChangeLog;
import orderstore.projection.LoggedChange;
import orderstore.projection.Projection;
import orderstore.projection.ProjectionTable;
import orderstore.projection.intake.Intake;
import orderstore.projection.rebuild.RebuildRegister.Part;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Fills a generation from the log, a range of orders at a time: all of a range or nothing. Ranges are taken by
 * whoever is free, on any node; what a node was at when it died, another finds untouched.
 */
final class Filling {

    private final ChangeLog log;
    private final JdbcClient database;
    private final JdbcTransactionManager transactions;
    private final RebuildRegister register;

    Filling(ChangeLog log, DataSource database) {
        this.log = log;
        this.database = JdbcClient.create(database);
        this.transactions = new JdbcTransactionManager(database);
        this.register = new RebuildRegister(this.database);
    }

    /** Whether those who fill it at once would wait for each other's rows, in circles even. */
    static boolean byOneAlone(Projection projection) {
        return projection.tables().stream().anyMatch(ProjectionTable::counting);
    }

    /** Takes a range in. False if there is none that nobody works on. */
    boolean fillOne(Rebuild rebuild, Projection projection, Throttle throttle) {
        return Boolean.TRUE.equals(new TransactionTemplate(transactions).execute(status -> {
            if (byOneAlone(projection) && !register.tryFillAlone(rebuild.id())) {
                return false;
            }
            Part part = register.takeRange(rebuild.id()).orElse(null);
            if (part == null) {
                return false;
            }
            var generation = rebuild.generation();
            var intake = new Intake(projection.projector(generation), generation, database, transactions);
            fill(part, rebuild.through(), intake, throttle);
            register.done(rebuild.id(), part.place());
            return true;
        }));
    }

    private void fill(Part part, long through, Intake intake, Throttle throttle) {
        var together = new ArrayList<LoggedChange>();
        log.read(part.range(), through, change -> {
            if (together.size() >= throttle.together()
                    && !change.orderId().equals(together.getLast().orderId())) {
                take(intake, together, throttle);
            }
            together.add(change);
        });
        take(intake, together, throttle);
    }

    /** No change of these orders can be parked yet: each order is in one range, and here it is whole. */
    private static void take(Intake intake, List<LoggedChange> changes, Throttle throttle) {
        if (!changes.isEmpty()) {
            intake.take(List.copyOf(changes), false);
            throttle.took(changes.size());
            changes.clear();
        }
    }
}
