package orderstore.projection.processing;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import javax.sql.DataSource;
import orderstore.projection.Generation;
import orderstore.projection.Projection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Which projections and generations there are, in the database that all nodes share. */
final class ProjectionRegister {

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final Generations generations;

    ProjectionRegister(DataSource database) {
        this.database = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        this.generations = new Generations(this.database);
    }

    /**
     * A generation that goes along with the log.
     *
     * @param paused whether an operator stopped its projection
     */
    record Followed(Generation generation, int version, boolean paused) {}

    /** Makes the first generation of a projection that has none, and lets readers see it. */
    void prepare(Projection projection, int segments) {
        transaction.executeWithoutResult(status -> {
            generations.lock();
            database.sql("insert into projection (name) values (?) on conflict do nothing")
                    .param(projection.name())
                    .update();
            boolean made = database.sql("select exists (select from projection_generation where projection = ?)")
                    .param(projection.name())
                    .query(Boolean.class)
                    .single();
            if (!made) {
                Generation first = generations.make(projection);
                generations.index(projection, first);
                generations.follow(first, 0, segments);
                generations.show(projection, first);
            }
        });
    }

    /** The generations that go along with the log. */
    List<Followed> followed() {
        return database.sql("""
                        select g.projection, g.generation, g.version, p.paused
                        from projection_generation g
                        join projection p on p.name = g.projection
                        where g.following
                        """)
                .query((row, number) ->
                        new Followed(new Generation(row.getString(1), row.getInt(2)), row.getInt(3), row.getBoolean(4)))
                .list();
    }

    /** Lets a projection rest or go on, on all nodes. False if there is none of this name. */
    boolean pause(String projection, boolean paused) {
        return database.sql("update projection set paused = ? where name = ?")
                        .param(paused)
                        .param(projection)
                        .update()
                > 0;
    }

    /**
     * Frees the segments of nodes that have not been heard of for too long, so that they cannot go on where they were,
     * and tells which are still worked on, such as {@code overview.1, segment 0}.
     */
    List<String> processed(String projection, Duration claim) {
        database.sql("""
                        update projection_segment set
                          owner = null
                        where (projection, generation, segment) in (
                          select projection, generation, segment
                          from projection_segment
                          where projection = ?
                            and owner is not null
                            and claimed_at < clock_timestamp() - make_interval(secs => ?)
                          for update skip locked
                        )
                        """).param(projection).param(claim.toSeconds()).update();
        return database.sql("""
                        select generation, segment
                        from projection_segment
                        where projection = ?
                          and owner is not null
                        order by generation, segment
                        """)
                .param(projection)
                .query((row, number) -> new Generation(projection, row.getInt(1)) + ", segment " + row.getInt(2))
                .list();
    }

    /** What is known of each projection that has a generation for readers. */
    List<ProjectionStanding> standings() {
        return database.sql("""
                        select
                          p.name,
                          p.live,
                          p.paused,
                          s.position,
                          greatest(floor.position, (select position from order_event order by position desc limit 1))
                            as head,
                          greatest(0, extract(epoch from clock_timestamp() - next.recorded_at) * 1000)::bigint as lag,
                          s.failure,
                          (
                            select count(*)
                            from projection_dead_letter d
                            where d.projection = p.name
                              and d.generation = p.live
                          ) as dead_letters,
                          clock_timestamp() as at
                        from projection p
                        cross join order_log_floor floor
                        cross join lateral (
                          select min(position) as position, min(failure) as failure
                          from projection_segment s
                          where s.projection = p.name
                            and s.generation = p.live
                        ) s
                        left join lateral (
                          select recorded_at
                          from order_event e
                          where e.position > s.position
                          order by e.position
                          limit 1
                        ) next on true
                        where p.live is not null
                        order by p.name
                        """)
                .query((row, number) -> new ProjectionStanding(
                        row.getString("name"),
                        row.getInt("live"),
                        row.getBoolean("paused"),
                        row.getLong("position"),
                        row.getLong("head"),
                        Duration.ofMillis(row.getLong("lag")),
                        row.getString("failure"),
                        row.getLong("dead_letters"),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .list();
    }
}
