package orderstore.projection.intake;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import orderstore.projection.Generation;
import orderstore.projection.LoggedChange;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The changes of one generation that operators gave up. */
public final class SkippedChanges {

    private final JdbcClient database;
    private final Generation generation;

    public SkippedChanges(JdbcClient database, Generation generation) {
        this.database = database;
        this.generation = generation;
    }

    /** The same changes without those that were left out; each knows what it follows on. */
    public List<LoggedChange> without(List<LoggedChange> changes) {
        Map<String, Set<Integer>> skipped =
                versions(changes.stream().map(LoggedChange::orderId).collect(Collectors.toSet()));
        return skipped.isEmpty()
                ? changes
                : changes.stream()
                        .filter(change -> !of(change, skipped).contains(change.version()))
                        .map(change -> behind(of(change, skipped), change))
                        .toList();
    }

    private static Set<Integer> of(LoggedChange change, Map<String, Set<Integer>> skipped) {
        return skipped.getOrDefault(change.orderId(), Set.of());
    }

    private static LoggedChange behind(Set<Integer> skipped, LoggedChange change) {
        int earlier = change.follows();
        while (skipped.contains(earlier)) {
            earlier--;
        }
        return earlier == change.follows() ? change : change.after(earlier);
    }

    private Map<String, Set<Integer>> versions(Collection<String> orders) {
        var versions = new HashMap<String, Set<Integer>>();
        database.sql("""
                        select order_id, version
                        from projection_skipped
                        where projection = ?
                          and generation = ?
                          and order_id = any (?)
                        """)
                .param(generation.projection())
                .param(generation.number())
                .param(orders.toArray(String[]::new))
                .query(row -> {
                    versions.computeIfAbsent(row.getString(1), order -> new HashSet<>())
                            .add(row.getInt(2));
                });
        return versions;
    }

    /**
     * Turns a parked change into a skipped one, in the caller's transaction, which has locked its segment.
     *
     * @param operator who says so
     * @param reason why it may be left out
     */
    void skip(long letter, int segment, String operator, String reason) {
        database.sql("""
                        with letter as (
                          delete from projection_dead_letter
                          where id = ?
                          returning *
                        )
                        insert into projection_skipped
                          (projection, generation, order_id, version, position, failure, attempts, reason, skipped_by)
                        select projection, generation, order_id, version, position, coalesce(failure, ''), attempts, ?, ?
                        from letter
                        """).param(letter).param(reason).param(operator).update();
        database.sql("""
                        update projection_segment set
                          skips = skips + 1
                        where projection = ?
                          and generation = ?
                          and segment = ?
                        """)
                .param(generation.projection())
                .param(generation.number())
                .param(segment)
                .update();
    }
}
