package orderstore.projection;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Forgets orders in tables in which each row is of one order. */
public final class ForgottenRows implements Forgetting {

    private final List<String> tables;

    /**
     * @param tables each with the order's id at the beginning of its key
     * @throws IllegalArgumentException if one has not
     */
    public ForgottenRows(Generation generation, List<ProjectionTable> tables) {
        for (ProjectionTable table : tables) {
            if (!table.key().getFirst().equals("order_id")) {
                throw new IllegalArgumentException(
                        table.base() + " has rows of several orders: its projection must say how it forgets one.");
            }
        }
        this.tables =
                tables.stream().map(table -> generation.table(table.base())).toList();
    }

    @Override
    public void forget(JdbcClient database) {
        for (String table : tables) {
            database.sql("delete from %s t using order_going g where t.order_id = g.order_id".formatted(table))
                    .update();
        }
    }

    @Override
    public void settle(JdbcClient database) {}
}
