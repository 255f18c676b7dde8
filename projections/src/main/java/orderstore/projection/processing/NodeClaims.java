package orderstore.projection.processing;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import orderstore.projection.Generation;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The segments, of all generations, that this node has claimed. They are kept up together: whoever is the first to need
 * it asks for the others too. Claims are measured by the database's clock, which is the same for all nodes.
 */
final class NodeClaims {

    private final JdbcClient database;
    private final String node;
    private final Duration claim;
    private final Set<Claimed> held = new HashSet<>();
    private long extended;

    /**
     * @param node tells this node from others and from its own earlier life
     * @param claim a segment whose node has not been heard of for so long may be taken over
     */
    NodeClaims(JdbcClient database, String node, Duration claim) {
        this.database = database;
        this.node = node;
        this.claim = claim;
        this.extended = System.nanoTime() - claim.toNanos();
    }

    private record Claimed(Generation generation, int segment) {}

    String node() {
        return node;
    }

    /** How old a claim may become, in seconds. */
    long seconds() {
        return claim.toSeconds();
    }

    synchronized void add(Generation generation, int segment) {
        held.add(new Claimed(generation, segment));
    }

    synchronized void remove(Generation generation, int segment) {
        held.remove(new Claimed(generation, segment));
    }

    /** Whether there is nothing of a generation that this node could still claim, as far as it knows. */
    synchronized boolean hold(Generation generation, int[] segments) {
        return IntStream.of(segments).allMatch(segment -> held.contains(new Claimed(generation, segment)));
    }

    /**
     * Lets this node be heard of, unless it was a moment ago.
     *
     * @return whether the segment is still its own
     */
    synchronized boolean extend(Generation generation, int segment) {
        if (System.nanoTime() - extended >= claim.toNanos() / 5) {
            Set<Claimed> owned = extendAll();
            held.retainAll(owned);
            extended = System.nanoTime();
        }
        return held.contains(new Claimed(generation, segment));
    }

    /** A segment that is locked is being worked on, which is heard of when that is done. */
    private Set<Claimed> extendAll() {
        return new HashSet<>(database.sql("""
                        with resting as (
                          select projection, generation, segment
                          from projection_segment
                          where owner = ?
                          for update skip locked
                        ),
                        extended as (
                          update projection_segment s set
                            claimed_at = clock_timestamp()
                          from resting r
                          where s.projection = r.projection
                            and s.generation = r.generation
                            and s.segment = r.segment
                        )
                        select projection, generation, segment
                        from projection_segment
                        where owner = ?
                        """)
                .param(node)
                .param(node)
                .query((row, number) -> new Claimed(new Generation(row.getString(1), row.getInt(2)), row.getInt(3)))
                .list());
    }
}
