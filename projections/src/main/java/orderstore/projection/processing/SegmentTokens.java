package orderstore.projection.processing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import orderstore.projection.Generation;
import orderstore.projection.intake.SegmentNumbers;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How far the segments of one generation have come, and which node processes them: Axon's tokens as rows that people
 * can read. Claims are measured by the database's clock, which is the same for all nodes.
 */
final class SegmentTokens implements TokenStore {

    private final JdbcClient database;
    private final Generation generation;
    private final String node;
    private final long claimSeconds;

    /**
     * @param node tells this node from others and from its own earlier life
     * @param claim a segment whose node has not been heard of for so long may be taken over
     */
    SegmentTokens(JdbcClient database, Generation generation, String node, Duration claim) {
        this.database = database;
        this.generation = generation;
        this.node = node;
        this.claimSeconds = claim.toSeconds();
    }

    /**
     * What the transaction of a batch finds when it begins.
     *
     * @param position every event up to here is in
     * @param deadLetters whether any change is parked
     * @param skips whether any change of the segment was skipped
     * @param purged changes up to here may have been purged before they were taken in
     */
    record Place(long position, boolean deadLetters, boolean skips, long purged) {}

    /**
     * Locks a segment until the transaction ends, so that no other node, and no operator, writes for it meanwhile.
     *
     * @throws UnableToClaimTokenException if it is another's by now
     */
    Place lock(int segment) {
        return own(database.sql("""
                        select
                          position,
                          exists (
                            select from projection_dead_letter d
                            where d.projection = s.projection
                              and d.generation = s.generation
                          ) as dead_letters,
                          skips > 0 as skips,
                          purged
                        from projection_segment s
                        where projection = ?
                          and generation = ?
                          and segment = ?
                          and owner = ?
                        for update of s
                        """), segment).query(Place.class).optional().orElseThrow(() -> lost(segment));
    }

    @Override
    public void storeToken(@Nullable TrackingToken token, String processor, int segment) {
        long position = token == null ? 0 : token.position().orElse(0);
        JdbcClient.StatementSpec advance = database.sql("""
                        update projection_segment set
                          position = greatest(position, ?),
                          claimed_at = clock_timestamp(),
                          failure = null
                        where projection = ?
                          and generation = ?
                          and segment = ?
                          and owner = ?
                        """).param(position);
        if (own(advance, segment).update() == 0) {
            throw lost(segment);
        }
    }

    @Override
    public TrackingToken fetchToken(String processor, int segment) {
        return database.sql("""
                        update projection_segment set
                          owner = ?,
                          claimed_at = clock_timestamp()
                        where projection = ?
                          and generation = ?
                          and segment = ?
                          and (owner is null or owner = ? or claimed_at < clock_timestamp() - make_interval(secs => ?))
                          and not exists (select from projection p where p.name = projection and p.paused)
                        returning position
                        """)
                .param(node)
                .param(generation.projection())
                .param(generation.number())
                .param(segment)
                .param(node)
                .param(claimSeconds)
                .query(Long.class)
                .optional()
                .map(GlobalSequenceTrackingToken::new)
                .orElseThrow(() -> lost(segment));
    }

    @Override
    public void extendClaim(String processor, int segment) {
        JdbcClient.StatementSpec extend = database.sql("""
                        update projection_segment set
                          claimed_at = clock_timestamp()
                        where projection = ?
                          and generation = ?
                          and segment = ?
                          and owner = ?
                        """);
        if (own(extend, segment).update() == 0) {
            throw lost(segment);
        }
    }

    @Override
    public void releaseClaim(String processor, int segment) {
        own(database.sql("""
                        update projection_segment set
                          owner = null
                        where projection = ?
                          and generation = ?
                          and segment = ?
                          and owner = ?
                        """), segment).update();
    }

    /** Notes why a batch was not taken in, for as long as none is. */
    void failed(int segment, String failure) {
        database.sql("""
                        update projection_segment set
                          failure = ?
                        where projection = ?
                          and generation = ?
                          and segment = ?
                          and owner = ?
                        """)
                .param(failure)
                .param(generation.projection())
                .param(generation.number())
                .param(segment)
                .param(node)
                .update();
    }

    @Override
    public int[] fetchSegments(String processor) {
        return SegmentNumbers.of(database, generation);
    }

    @Override
    public List<Segment> fetchAvailableSegments(String processor) {
        Map<Integer, Boolean> segments = new TreeMap<>();
        database.sql("""
                        select
                          segment,
                          not p.paused
                            and (owner is null or owner = ?
                              or claimed_at < clock_timestamp() - make_interval(secs => ?)) as available
                        from projection_segment s
                        join projection p on p.name = s.projection
                        where s.projection = ?
                          and s.generation = ?
                        """)
                .param(node)
                .param(claimSeconds)
                .param(generation.projection())
                .param(generation.number())
                .query(row -> {
                    segments.put(row.getInt(1), row.getBoolean(2));
                });
        int[] all = segments.keySet().stream().mapToInt(Integer::intValue).toArray();
        return segments.keySet().stream()
                .filter(segments::get)
                .map(segment -> Segment.computeSegment(segment, all))
                .toList();
    }

    private JdbcClient.StatementSpec own(JdbcClient.StatementSpec statement, int segment) {
        return statement
                .param(generation.projection())
                .param(generation.number())
                .param(segment)
                .param(node);
    }

    private UnableToClaimTokenException lost(int segment) {
        return new UnableToClaimTokenException(
                "Segment %d of %s is processed by another node, is paused, or is no longer there."
                        .formatted(segment, generation));
    }
}
