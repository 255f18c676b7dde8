package orderstore.projection.statistics;

import java.time.Duration;
import java.util.List;
import orderstore.projection.ChangeLog;
import orderstore.projection.Forgetting;
import orderstore.projection.Generation;
import orderstore.projection.Projection;
import orderstore.projection.ProjectionTable;
import orderstore.projection.Projector;

/** The statistics: a row for each stay of an order in a status, and counters. */
public final class Statistics implements Projection {

    public static final String NAME = "statistics";

    static final ProjectionTable STAYS = new ProjectionTable("order_stay", List.of("order_id", "ordinal"));
    static final ProjectionTable CHANGES =
            new ProjectionTable("status_change_count", List.of("hour", "status", "bucket", "opened_in"), true);
    static final ProjectionTable ORDERS =
            new ProjectionTable("order_count", List.of("status", "bucket", "opened_in"), true);

    private final ChangeLog log;

    /** @param log tells an order's history again, when a change belongs somewhere in the middle of it */
    public Statistics(ChangeLog log) {
        this.log = log;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 3;
    }

    /** Nobody acts on the last moment of a count. */
    @Override
    public Duration gathering() {
        return Duration.ofMillis(100);
    }

    @Override
    public List<ProjectionTable> tables() {
        return List.of(STAYS, CHANGES, ORDERS);
    }

    @Override
    public Projector projector(Generation generation) {
        var stays = new StayStatements(STAYS, generation);
        var counts = new CountStatements(generation.table(CHANGES.base()), generation.table(ORDERS.base()));
        return () -> new StatisticsFold(log, generation, stays, counts);
    }

    @Override
    public Forgetting forgetting(Generation generation) {
        return new ForgottenStays(generation);
    }
}
