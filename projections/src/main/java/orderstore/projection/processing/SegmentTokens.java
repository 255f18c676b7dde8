package orderstore.projection.processing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
 * can read.
 */
final class SegmentTokens implements TokenStore {

    private final JdbcClient database;
    private final Generation generation;
    private final NodeClaims claims;
    private int[] all = {};

    SegmentTokens(JdbcClient database, Generation generation, NodeClaims claims) {
        this.database = database;
        this.generation = generation;
        this.claims = claims;
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
     * Locks a segment until the transaction ends, so that no other node, and no operator, writes for it meanwhile, and
     * moves it on.
     *
     * @param through where it is when the transaction commits
     * @return where it was
     * @throws UnableToClaimTokenException if it is another's by now
     */
    Place advance(int segment, long through) {
        Optional<Place> place = own(database.sql("""
                        with before as (
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
                        )
                        update projection_segment s set
                          position = greatest(s.position, ?),
                          claimed_at = clock_timestamp(),
                          failure = null
                        from before
                        where projection = ?
                          and generation = ?
                          and segment = ?
                        returning before.*
                        """), segment)
                .param(through)
                .param(generation.projection())
                .param(generation.number())
                .param(segment)
                .query(Place.class)
                .optional();
        return place.orElseThrow(() -> lost(segment));
    }

    /** Nothing: a batch's own transaction has stored it, with the rows that it is true of. */
    @Override
    public void storeToken(@Nullable TrackingToken token, String processor, int segment) {}

    @Override
    public TrackingToken fetchToken(String processor, int segment) {
        long position = database.sql("""
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
                .param(claims.node())
                .param(generation.projection())
                .param(generation.number())
                .param(segment)
                .param(claims.node())
                .param(claims.seconds())
                .query(Long.class)
                .optional()
                .orElseThrow(() -> lost(segment));
        claims.add(generation, segment);
        return new GlobalSequenceTrackingToken(position);
    }

    @Override
    public void extendClaim(String processor, int segment) {
        if (!claims.extend(generation, segment)) {
            throw lost(segment);
        }
    }

    @Override
    public void releaseClaim(String processor, int segment) {
        claims.remove(generation, segment);
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
                .param(claims.node())
                .update();
    }

    @Override
    public int[] fetchSegments(String processor) {
        return SegmentNumbers.of(database, generation);
    }

    @Override
    public List<Segment> fetchAvailableSegments(String processor) {
        if (all.length > 0 && claims.hold(generation, all)) {
            return segments(IntStream.of(all).boxed());
        }
        Map<Integer, Boolean> available = new TreeMap<>();
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
                .param(claims.node())
                .param(claims.seconds())
                .param(generation.projection())
                .param(generation.number())
                .query(row -> {
                    available.put(row.getInt(1), row.getBoolean(2));
                });
        all = available.keySet().stream().mapToInt(Integer::intValue).toArray();
        return segments(available.keySet().stream().filter(available::get));
    }

    private List<Segment> segments(Stream<Integer> numbers) {
        return numbers.map(segment -> Segment.computeSegment(segment, all)).toList();
    }

    private JdbcClient.StatementSpec own(JdbcClient.StatementSpec statement, int segment) {
        return statement
                .param(generation.projection())
                .param(generation.number())
                .param(segment)
                .param(claims.node());
    }

    private UnableToClaimTokenException lost(int segment) {
        claims.remove(generation, segment);
        return new UnableToClaimTokenException(
                "Segment %d of %s is processed by another node, is paused, or is no longer there."
                        .formatted(segment, generation));
    }
}
