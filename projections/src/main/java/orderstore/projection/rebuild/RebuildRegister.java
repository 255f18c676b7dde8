package orderstore.projection.rebuild;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import orderstore.projection.Generation;
import orderstore.projection.OrderRange;
import orderstore.projection.Projection;
import orderstore.projection.rebuild.Rebuild.Step;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rebuilds in the database that all nodes share. */
final class RebuildRegister {

    private static final String SELECT = """
            select
              r.id, r.projection, r.generation, r.replaces, r.promote, r.state, r.step, r.through, r.total,
              coalesce(done.changes, 0) as processed,
              coalesce(done.changes / nullif(extract(epoch from coalesce(r.filled_at, clock_timestamp()) - r.started_at),
                0), 0)::double precision as rate,
              r.previous, r.compared_at, r.equal, r.changed, r.missing, r.extra, r.samples, r.failure,
              r.started_by, r.started_at, r.ended_at
            from projection_rebuild r
            left join lateral (
              select sum(changes) as changes
              from projection_rebuild_range
              where rebuild = r.id
                and done
            ) done on true
            """;

    private final JdbcClient database;

    RebuildRegister(JdbcClient database) {
        this.database = database;
    }

    /**
     * Notes that a generation is to be made.
     *
     * @throws org.springframework.dao.DuplicateKeyException if another of the same projection is under way
     */
    long add(Generation generation, @Nullable Integer replaces, boolean automatic, String by) {
        return database.sql("""
                        insert into projection_rebuild (projection, generation, replaces, promote, started_by)
                        values (?, ?, ?, ?, ?)
                        returning id
                        """)
                .param(generation.projection())
                .param(generation.number())
                .param(replaces)
                .param(automatic ? "automatic" : "manual")
                .param(by)
                .query(Long.class)
                .single();
    }

    Optional<Rebuild> find(long id) {
        return database.sql(SELECT + "where r.id = ?")
                .param(id)
                .query(RebuildRegister::rebuild)
                .optional();
    }

    /**
     * Those with which something is to be done: those that run or are to be promoted, if their version is one of these
     * and unless they are paused with their projection; and those that were cancelled and of which the tables are still
     * there. Whoever filled another version would mix its rules with those of others.
     */
    List<Rebuild> open(Collection<Projection> projections) {
        return database.sql(SELECT + """
                        join projection p on p.name = r.projection
                        join projection_generation g on g.projection = r.projection and g.generation = r.generation
                        join unnest(?::text[], ?::integer[]) here (name, version) on here.name = r.projection
                        where (r.state = 'running' or r.state = 'caught-up' and r.promote = 'automatic')
                            and g.version = here.version
                            and not p.paused
                          or r.state = 'cancelled'
                        order by r.id
                        """)
                .param(projections.stream().map(Projection::name).toArray(String[]::new))
                .param(projections.stream().map(Projection::version).toArray(Integer[]::new))
                .query(RebuildRegister::rebuild)
                .list();
    }

    /** The last rebuild of a projection. */
    Optional<Rebuild> last(String projection) {
        return database.sql(SELECT + "where r.projection = ? order by r.id desc limit 1")
                .param(projection)
                .query(RebuildRegister::rebuild)
                .optional();
    }

    /** Locks a rebuild until the transaction ends. */
    Optional<Rebuild> lock(long id) {
        database.sql("select id from projection_rebuild where id = ? for update")
                .param(id)
                .query()
                .listOfRows();
        return find(id);
    }

    /** As {@link #lock}; empty also if another has it. */
    Optional<Rebuild> tryLock(long id) {
        boolean locked = !database.sql("select id from projection_rebuild where id = ? for update skip locked")
                .param(id)
                .query()
                .listOfRows()
                .isEmpty();
        return locked ? find(id) : Optional.empty();
    }

    void planned(Rebuild rebuild, long through, List<OrderRange> ranges) {
        long total = 0;
        for (int place = 0; place < ranges.size(); place++) {
            OrderRange range = ranges.get(place);
            total += range.changes();
            database.sql("""
                            insert into projection_rebuild_range (rebuild, place, month, after_id, last_id, changes)
                            values (?, ?, ?, ?, ?, ?)
                            """)
                    .param(rebuild.id())
                    .param(place)
                    .param(range.month())
                    .param(range.after())
                    .param(range.last())
                    .param(range.changes())
                    .update();
        }
        database.sql("update projection_rebuild set through = ?, total = ?, step = 'filling' where id = ?")
                .param(through)
                .param(total)
                .param(rebuild.id())
                .update();
    }

    /** Keeps others who ask for the same from filling a rebuild until the transaction ends; false if one of them does. */
    boolean tryFillAlone(long rebuild) {
        return database.sql("select pg_try_advisory_xact_lock(hashtext('orderstore.rebuild'), ?)")
                .param((int) rebuild)
                .query(Boolean.class)
                .single();
    }

    /** A range that nobody works on, locked until the transaction ends; none while the projection is paused. */
    Optional<Part> takeRange(long rebuild) {
        return database.sql("""
                        select place, month, after_id, last_id, changes
                        from projection_rebuild_range
                        where rebuild = ?
                          and not done
                          and exists (
                            select
                            from projection_rebuild r
                            join projection p on p.name = r.projection
                            where r.id = rebuild
                              and r.state = 'running'
                              and not p.paused
                          )
                        order by place
                        limit 1
                        for update skip locked
                        """)
                .param(rebuild)
                .query((row, number) -> new Part(
                        row.getInt(1),
                        new OrderRange(
                                row.getDate(2).toLocalDate(), row.getString(3), row.getString(4), row.getLong(5))))
                .optional();
    }

    /** A range and its place among the others. */
    record Part(int place, OrderRange range) {}

    void done(long rebuild, int place) {
        database.sql("update projection_rebuild_range set done = true where rebuild = ? and place = ?")
                .param(rebuild)
                .param(place)
                .update();
    }

    boolean isFilled(long rebuild) {
        return database.sql("select not exists (select from projection_rebuild_range where rebuild = ? and not done)")
                .param(rebuild)
                .query(Boolean.class)
                .single();
    }

    void step(long rebuild, Step step) {
        database.sql("""
                        update projection_rebuild set
                          step = ?,
                          filled_at = coalesce(filled_at, clock_timestamp())
                        where id = ?
                        """).param(step.wireName()).param(rebuild).update();
    }

    void compared(long rebuild, Differences found) {
        database.sql("""
                        update projection_rebuild set
                          compared_at = ?, equal = ?, changed = ?, missing = ?, extra = ?, samples = ?
                        where id = ?
                        """)
                .param(found.position())
                .param(found.equal())
                .param(found.changed())
                .param(found.missing())
                .param(found.extra())
                .param(found.samples())
                .param(rebuild)
                .update();
    }

    void state(long rebuild, RebuildState state, @Nullable String failure) {
        database.sql("""
                        update projection_rebuild set
                          state = ?,
                          failure = ?,
                          ended_at = case when ? in ('running', 'caught-up') then null else clock_timestamp() end
                        where id = ?
                        """)
                .param(state.wireName())
                .param(failure)
                .param(state.wireName())
                .param(rebuild)
                .update();
    }

    /** False if it has ended otherwise, such as one that was cancelled, whose tables are gone. */
    boolean failed(long rebuild, String failure) {
        return database.sql("""
                        update projection_rebuild set
                          state = 'failed',
                          failure = ?,
                          ended_at = clock_timestamp()
                        where id = ?
                          and state = 'running'
                        """).param(failure).param(rebuild).update() > 0;
    }

    void previousDropped(long rebuild) {
        database.sql("update projection_rebuild set previous = 'dropped' where id = ?")
                .param(rebuild)
                .update();
    }

    private static Rebuild rebuild(ResultSet row, int number) throws SQLException {
        return new Rebuild(
                row.getLong("id"),
                new Generation(row.getString("projection"), row.getInt("generation")),
                row.getObject("replaces", Integer.class),
                row.getString("promote").equals("automatic"),
                RebuildState.of(row.getString("state")),
                Step.valueOf(row.getString("step").toUpperCase(Locale.ROOT)),
                row.getLong("through"),
                row.getLong("total"),
                row.getLong("processed"),
                row.getDouble("rate"),
                row.getString("previous").equals("kept"),
                differences(row),
                row.getString("failure"),
                row.getString("started_by"),
                row.getTimestamp("started_at").toInstant(),
                instant(row.getTimestamp("ended_at")));
    }

    private static @Nullable Differences differences(ResultSet row) throws SQLException {
        return row.getObject("compared_at") == null
                ? null
                : new Differences(
                        row.getLong("compared_at"),
                        row.getLong("equal"),
                        row.getLong("changed"),
                        row.getLong("missing"),
                        row.getLong("extra"),
                        row.getString("samples"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
