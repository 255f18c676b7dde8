package orderstore.projection.overview;

import java.util.List;
import orderstore.projection.Generation;
import orderstore.projection.Projection;
import orderstore.projection.ProjectionTable;
import orderstore.projection.Projector;

/** The overview: one row an order. */
public final class Overview implements Projection {

    public static final String NAME = "overview";

    static final ProjectionTable TABLE = new ProjectionTable("order_overview", List.of("order_id"));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<ProjectionTable> tables() {
        return List.of(TABLE);
    }

    @Override
    public Projector projector(Generation generation) {
        var statements = new OverviewStatements(generation.table(TABLE.base()));
        return () -> new OverviewFold(statements);
    }
}
