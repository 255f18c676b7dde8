package orderstore.projection.origin;

import java.util.ArrayList;
import java.util.List;
import orderstore.projection.Fold;
import orderstore.projection.Generation;
import orderstore.projection.LoggedChange;
import orderstore.projection.Projection;
import orderstore.projection.ProjectionTable;
import orderstore.projection.Projector;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where orders come from: of each order the source of its first change. */
public final class Origins implements Projection {

    private static final ProjectionTable TABLE = new ProjectionTable("order_origin", List.of("order_id"));

    @Override
    public String name() {
        return "origins";
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
        String insert = """
                insert into %s (order_id, source)
                select *
                from unnest(?::text[], ?::text[])
                """.formatted(generation.table(TABLE.base()));
        return () -> new OriginFold(insert);
    }

    private static final class OriginFold implements Fold {

        private final String insert;
        private final List<String> orders = new ArrayList<>();
        private final List<@Nullable String> sources = new ArrayList<>();

        OriginFold(String insert) {
            this.insert = insert;
        }

        @Override
        public void add(LoggedChange change) {
            if (change.follows() > 0) {
                return; // The order is there already.
            }
            String source = change.change().event().claim().source(); // What may fail comes first.
            orders.add(change.orderId());
            sources.add(source);
        }

        @Override
        public void write(JdbcClient database) {
            if (!orders.isEmpty()) {
                database.sql(insert)
                        .param(orders.toArray(String[]::new))
                        .param(sources.toArray(String[]::new))
                        .update();
            }
        }
    }
}
