package orderstore.projection.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import orderstore.projection.Fold;
import orderstore.projection.Projection;
import orderstore.projection.processing.Generations;
import orderstore.projection.rebuild.Rebuild.Step;
import org.junit.jupiter.api.Test;

/** A rebuild rests with its projection, whatever it is at. */
class PausingARebuildTest extends RebuiltOverview {

    private final RebuildRegister register = new RebuildRegister(log.sql);
    private final AtomicBoolean pauses = new AtomicBoolean();
    private final Projection overview = new Changed(1, this::pausing);

    @Test
    void no_range_is_taken_after_the_pause_and_all_are_after_it_was_resumed() {
        Node node = node(overview, 100);
        append(1_000);
        awaitAll(node);
        long id = begin();
        pauses.set(true);

        Rebuild resting = advance(id);

        assertThat(resting.step()).isEqualTo(Step.FILLING);
        assertThat(resting.processed()).as("what two workers were at").isBetween(1L, 500L);
        pauses.set(false);
        node.projections().resume("overview");
        assertThat(node.awaitState(id, RebuildState.PROMOTED).processed()).isEqualTo(1_000);
    }

    @Test
    void no_step_is_begun_after_the_pause() {
        Node node = node(overview, 100);
        append(100);
        awaitAll(node);
        long id = begin();
        node.projections().pause("overview");

        assertThat(advance(id).step()).isEqualTo(Step.PLANNING);

        node.projections().resume("overview");
        node.awaitState(id, RebuildState.PROMOTED);
    }

    private long begin() {
        return register.add(new Generations(log.sql).make(overview), 1, true, "ann");
    }

    /** As far as it goes, on this thread. */
    private Rebuild advance(long id) {
        try (var steps = new RebuildSteps(log, log.connections, 2, new RebuildLimits(2, 100, 0))) {
            steps.advance(register.find(id).orElseThrow(), overview);
        }
        return register.find(id).orElseThrow();
    }

    /** Folds of which the first that is written pauses the projection. */
    private Fold pausing(Fold fold) {
        return writingAfter(
                () -> {
                    if (pauses.get()) {
                        log.owner.sql("update projection set paused = true").update();
                    }
                },
                fold);
    }
}
