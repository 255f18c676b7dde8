package orderstore.projection.processing;

import java.util.List;
import java.util.OptionalInt;
import orderstore.projection.Generation;
import orderstore.projection.Projection;
import orderstore.projection.ProjectionTable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes, shows and drops generations, each method within the caller's transaction. */
public final class Generations {

    private final JdbcClient database;

    public Generations(JdbcClient database) {
        this.database = database;
    }

    /** Keeps others from making or showing generations until the transaction ends. */
    public void lock() {
        database.sql("select pg_advisory_xact_lock(hashtext('orderstore.projections'))::text")
                .query()
                .singleRow();
    }

    /** The next generation of a projection: its tables, empty, and without indexes but for those that count. */
    public Generation make(Projection projection) {
        int number = database.sql("""
                        insert into projection_generation (projection, generation, version, following)
                        select ?, coalesce(max(generation), 0) + 1, ?, false
                        from (
                          select projection, generation from projection_generation
                          union all
                          select projection, generation from projection_rebuild -- No number is used again.
                        ) made
                        where projection = ?
                        returning generation
                        """)
                .param(projection.name())
                .param(projection.version())
                .param(projection.name())
                .query(Integer.class)
                .single();
        var generation = new Generation(projection.name(), number);
        for (ProjectionTable table : projection.tables()) {
            call("make_projection_table", table, generation);
            if (table.counting()) {
                call("index_projection_table", table, generation);
            }
        }
        return generation;
    }

    /** Gives the tables of a generation the indexes that they do not have yet. */
    public void index(Projection projection, Generation generation) {
        projection.tables().forEach(table -> call("index_projection_table", table, generation));
    }

    /**
     * Lets a generation go along with the log from now on.
     *
     * @param from every change up to here is in its tables
     */
    public void follow(Generation generation, long from, int segments) {
        database.sql("""
                        insert into projection_segment (projection, generation, segment, position)
                        select ?, ?, segment, ?
                        from generate_series(0, ? - 1) as segment
                        """)
                .param(generation.projection())
                .param(generation.number())
                .param(from)
                .param(segments)
                .update();
        database.sql("update projection_generation set following = true where projection = ? and generation = ?")
                .param(generation.projection())
                .param(generation.number())
                .update();
    }

    /** Lets readers see a generation from the commit on. */
    public void show(Projection projection, Generation generation) {
        projection.tables().forEach(table -> call("show_projection_table", table, generation));
        database.sql("update projection set live = ? where name = ?")
                .param(generation.number())
                .param(generation.projection())
                .update();
    }

    /** Drops a generation that readers do not see. */
    public void drop(Projection projection, Generation generation) {
        lockSegments(generation); // In this order a batch takes its locks too.
        projection.tables().forEach(table -> call("drop_projection_table", table, generation));
        database.sql("delete from projection_generation where projection = ? and generation = ?")
                .param(generation.projection())
                .param(generation.number())
                .update();
    }

    /** The generation that readers see. */
    public OptionalInt live(String projection) {
        return database
                .sql("select live from projection where name = ? and live is not null")
                .param(projection)
                .query(Integer.class)
                .stream()
                .mapToInt(Integer::intValue)
                .findFirst();
    }

    /** The version of the rules by which a generation is made. */
    public int version(Generation generation) {
        return database.sql("select version from projection_generation where projection = ? and generation = ?")
                .param(generation.projection())
                .param(generation.number())
                .query(Integer.class)
                .single();
    }

    /** Stops the batches of a generation until the transaction ends; where each segment is, in their order. */
    public List<Long> lockSegments(Generation generation) {
        return positions(generation, "for update");
    }

    /** Where each segment of a generation is, in their order. */
    public List<Long> positions(Generation generation) {
        return positions(generation, "");
    }

    /** Whether a generation is not to go on for now. */
    public boolean isPaused(Generation generation) {
        return database.sql("select paused from projection where name = ?")
                .param(generation.projection())
                .query(Boolean.class)
                .single();
    }

    private List<Long> positions(Generation generation, String lock) {
        return database.sql("""
                        select position
                        from projection_segment
                        where projection = ?
                          and generation = ?
                        order by segment
                        """ + lock)
                .param(generation.projection())
                .param(generation.number())
                .query((row, number) -> row.getLong(1))
                .list();
    }

    private void call(String function, ProjectionTable table, Generation generation) {
        database.sql("select " + function + "(?, ?)::text")
                .param(table.base())
                .param(generation.number())
                .query()
                .singleRow();
    }
}
