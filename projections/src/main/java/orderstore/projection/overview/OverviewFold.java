package orderstore.projection.overview;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orderstore.projection.Fold;
import orderstore.projection.LoggedChange;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A part of the log as rows of the overview. */
final class OverviewFold implements Fold {

    private final OverviewStatements statements;
    private final Map<String, OverviewRow> rows = new LinkedHashMap<>();

    OverviewFold(OverviewStatements statements) {
        this.statements = statements;
    }

    @Override
    public void add(LoggedChange change) {
        OverviewRow known = rows.get(change.orderId());
        rows.put(change.orderId(), known == null ? OverviewRow.of(change) : known.after(change));
    }

    @Override
    public void write(JdbcClient database) {
        List<OverviewRow> opened = new ArrayList<>();
        List<OverviewRow> moved = new ArrayList<>();
        rows.values().forEach(row -> (row.before() == 0 ? opened : moved).add(row));
        statements.write(database, opened, moved);
    }
}
