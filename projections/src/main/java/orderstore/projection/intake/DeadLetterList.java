package orderstore.projection.intake;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The parked changes of the generations that readers see. */
public final class DeadLetterList {

    private final JdbcClient database;

    public DeadLetterList(DataSource database) {
        this.database = JdbcClient.create(database);
    }

    /**
     * In the order in which they were parked, from behind one of them.
     *
     * @param projection null: all
     */
    public List<DeadLetter> after(long id, @Nullable String projection, int limit) {
        return database.sql("""
                        select
                          d.id, d.projection, d.order_id, d.version, d.position,
                          e.payload::jsonb->>'changeId' as change_id,
                          d.failure, d.attempts, d.parked_at
                        from projection_dead_letter d
                        join projection p on p.name = d.projection and p.live = d.generation
                        left join order_head h on h.order_id = d.order_id
                        left join order_event e
                          on e.order_id = d.order_id and e.version = d.version and e.opened_on = h.opened_on
                        where d.id > ?
                          and (?::text is null or d.projection = ?)
                        order by d.id
                        limit ?
                        """)
                .param(id)
                .param(projection)
                .param(projection)
                .param(limit)
                .query(DeadLetterList::letter)
                .list();
    }

    private static DeadLetter letter(ResultSet row, int number) throws SQLException {
        return new DeadLetter(
                row.getLong("id"),
                row.getString("projection"),
                row.getString("order_id"),
                row.getInt("version"),
                row.getLong("position"),
                row.getString("change_id"),
                row.getString("failure"),
                row.getInt("attempts"),
                row.getObject("parked_at", OffsetDateTime.class).toInstant());
    }
}
