package orderstore.projection.retention;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import orderstore.projection.Forgetting;
import orderstore.projection.ForgottenRows;
import orderstore.projection.Generation;
import orderstore.projection.Projection;
import orderstore.projection.processing.Generations;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lets all generations of all read models forget the orders of {@code order_going}. Each method works in the
 * transaction in which the only connection of its data source is.
 */
public final class ForgottenOrders {

    private static final String BEHIND = """
            select s.projection || '.' || s.generation || ' at position ' || s.position
            from (
              select projection, generation, min(position) as position
              from projection_segment
              join projection_generation g using (projection, generation)
              join projection p on p.name = projection
              where generation = p.live
                or (projection, g.version) in (select * from unnest(?::text[], ?::integer[]))
              group by projection, generation
            ) s
            cross join lateral (
              select recorded_at
              from order_event e
              where e.position > s.position
              order by e.position
              limit 1
            ) next
            where next.recorded_at < ?
              or s.position < (select imported from order_log_floor) -- which may be of any time
            order by 1
            """;

    private static final String BEING_MADE = """
            select 'Rebuild ' || id || ' of ' || projection
            from projection_rebuild
            where state = 'running'
            order by id
            limit 1
            """;

    private static final String LAST = """
            select greatest(e.position, (select imported from order_log_floor))
            from order_going g
            join order_event e on e.order_id = g.order_id and e.version = g.version and e.opened_on = g.opened_on
            where g.recorded_at = (select max(recorded_at) from order_going)
            order by e.position desc
            limit 1
            """;

    private final Map<String, Projection> projections;
    private List<Forgetting> forgetting = List.of();

    public ForgottenOrders(List<Projection> projections) {
        this.projections = projections.stream().collect(Collectors.toMap(Projection::name, Function.identity()));
    }

    /**
     * Generations that have not taken in all that was recorded before a time, as {@code overview.2 at position 17}.
     * What readers do not see and another version made is not waited for: after an upgrade nobody brings it along.
     */
    public List<String> behind(DataSource transaction, Instant time) {
        return JdbcClient.create(transaction)
                .sql(BEHIND)
                .param(projections.keySet().toArray(String[]::new))
                .param(projections.values().stream().map(Projection::version).toArray(Integer[]::new))
                .param(Timestamp.from(time))
                .query((row, number) -> row.getString(1))
                .list();
    }

    /**
     * Keeps generations from being made until the transaction ends.
     *
     * @return what is being made already, as {@code Rebuild 3 of overview}
     */
    public Optional<String> exclude(DataSource transaction) {
        JdbcClient database = JdbcClient.create(transaction);
        new Generations(database).lock();
        return database.sql(BEING_MADE).query((row, number) -> row.getString(1)).optional();
    }

    /** Takes out what belongs to these orders alone. */
    public void forget(DataSource transaction) {
        JdbcClient database = JdbcClient.create(transaction);
        var all = new ArrayList<Forgetting>();
        Optional<Long> last = database.sql(LAST).query(Long.class).optional();
        for (Generation generation : following(database)) {
            Projection projection = projections.get(generation.projection());
            if (projection == null) {
                throw new IllegalStateException(
                        generation + " is of a projection that this version does not have, and cannot forget orders.");
            }
            var generations = new Generations(database);
            if (last.isPresent() && Collections.min(generations.positions(generation)) < last.get()) {
                generations.lockSegments(generation); // Or it would go on to take in what goes.
                purged(database, generation, last.get());
            }
            Forgetting one = generations.version(generation) == projection.version()
                    ? projection.forgetting(generation)
                    : new ForgottenRows(
                            generation,
                            projection.tables().stream()
                                    .filter(table -> table.key().getFirst().equals("order_id"))
                                    .toList()); // Nobody brings it along, and only its own version knows its counters.
            one.forget(database);
            all.add(one);
        }
        database.sql("delete from projection_dead_letter d using order_going g where d.order_id = g.order_id")
                .update();
        database.sql("select forget_skipped_changes()::text").query().singleRow();
        forgetting = all;
    }

    private static void purged(JdbcClient database, Generation generation, long through) {
        database.sql("update projection_segment set purged = ? where projection = ? and generation = ?")
                .param(through)
                .param(generation.projection())
                .param(generation.number())
                .update();
    }

    private static List<Generation> following(JdbcClient database) {
        return database.sql("""
                        select projection, generation
                        from projection_generation
                        where following
                        order by projection, generation
                        """)
                .query((row, number) -> new Generation(row.getString(1), row.getInt(2)))
                .list();
    }

    /** Corrects what other orders share; may be repeated after it was rolled back. */
    public void settle(DataSource transaction) {
        JdbcClient database = JdbcClient.create(transaction);
        forgetting.forEach(one -> one.settle(database));
    }
}
