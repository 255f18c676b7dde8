package orderstore.projection.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import orderstore.projection.Generation;
import orderstore.projection.overview.Overview;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Which node processes a segment, and for how long others believe that it does. */
class ClaimingSegmentsTest {

    private static final Generation FIRST = new Generation(Overview.NAME, 1);
    private static final Duration CLAIM = Duration.ofSeconds(10);

    private final Nodes nodes = new Nodes();
    private final NodeClaims claims = new NodeClaims(nodes.log.sql, "here", CLAIM);
    private final SegmentTokens here = new SegmentTokens(nodes.log.sql, FIRST, claims);
    private final SegmentTokens there =
            new SegmentTokens(nodes.log.sql, FIRST, new NodeClaims(nodes.log.sql, "there", CLAIM));

    @BeforeEach
    void makeTwoSegments() {
        new ProjectionRegister(nodes.log.connections).prepare(Nodes.OVERVIEW, 2);
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    @Test
    void what_a_node_has_claimed_it_keeps_up_together() {
        here.fetchToken("", 0);
        here.fetchToken("", 1);
        age();

        here.extendClaim("", 0);

        assertThat(available(there)).isEmpty();
        assertThatThrownBy(() -> there.fetchToken("", 1)).isInstanceOf(UnableToClaimTokenException.class);
    }

    @Test
    void it_keeps_up_nothing_of_another_node() {
        here.fetchToken("", 0);
        there.fetchToken("", 1);
        age();

        here.extendClaim("", 0);

        assertThat(available(there)).containsExactly(1);
        assertThat(available(here)).containsExactly(0, 1);
    }

    @Test
    void what_another_node_took_over_is_lost_and_the_rest_is_not() {
        here.fetchToken("", 0);
        here.fetchToken("", 1);
        age();
        there.fetchToken("", 1);

        here.extendClaim("", 0);

        assertThatThrownBy(() -> here.extendClaim("", 1)).isInstanceOf(UnableToClaimTokenException.class);
        assertThat(available(here)).containsExactly(0);
    }

    @Test
    void a_batch_of_what_was_lost_moves_nothing() {
        here.fetchToken("", 0);
        age();
        there.fetchToken("", 0);

        assertThatThrownBy(() -> inTransaction(() -> here.advance(0, 7)))
                .isInstanceOf(UnableToClaimTokenException.class);

        assertThat(nodes.lines("select position::text from projection_segment")).containsExactly("0", "0");
    }

    @Test
    void a_segment_that_is_being_worked_on_keeps_nobody_waiting() {
        here.fetchToken("", 0);
        here.fetchToken("", 1);

        inTransaction(() -> {
            here.advance(0, 7);
            assertThat(onAnotherConnection(() -> claims.extend(FIRST, 1))).isTrue();
            assertThat(onAnotherConnection(() -> claims.extend(FIRST, 0))).isTrue();
        });
    }

    @Test
    void a_node_that_has_all_asks_for_no_more() {
        assertThat(available(here)).containsExactly(0, 1);
        here.fetchToken("", 0);
        here.fetchToken("", 1);
        nodes.log.owner.sql("update projection set paused = true").update(); // It would tell, if it were asked.

        assertThat(available(here)).containsExactly(0, 1);

        here.releaseClaim("", 1);
        assertThat(available(here)).isEmpty();
    }

    private static List<Integer> available(SegmentTokens tokens) {
        return tokens.fetchAvailableSegments("").stream()
                .map(Segment::getSegmentId)
                .toList();
    }

    /** Lets all claims be of a node that was not heard of for too long. */
    private void age() {
        nodes.log
                .owner
                .sql("update projection_segment set claimed_at = claimed_at - interval '1 minute'")
                .update();
    }

    private void inTransaction(Runnable task) {
        new TransactionTemplate(new DataSourceTransactionManager(nodes.log.connections))
                .executeWithoutResult(status -> task.run());
    }

    private static boolean onAnotherConnection(BooleanSupplier task) {
        return CompletableFuture.supplyAsync(task::getAsBoolean).join();
    }
}
