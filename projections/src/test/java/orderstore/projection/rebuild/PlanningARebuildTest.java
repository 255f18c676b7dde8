package orderstore.projection.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import orderstore.projection.OrderRange;
import orderstore.projection.overview.Overview;
import org.junit.jupiter.api.Test;

/** What is opened while a rebuild is planned is in none of its ranges, and not lost. */
class PlanningARebuildTest extends RebuiltOverview {

    @Test
    void an_order_that_is_opened_behind_the_last_range_is_taken_in_along_the_log() {
        append(300);
        Node node = node();
        var rebuilds = new Rebuilds(
                List.of(new Overview()),
                new PlannedLog(this::whileOneIsOpened),
                log.connections,
                log.connections,
                2,
                new RebuildLimits(2, 100, 0));
        open.add(rebuilds);
        var planning = new Node(node.projections(), rebuilds);

        long id = rebuilds.start("overview", true, "ann").id();
        Rebuild ended = planning.awaitState(id, RebuildState.PROMOTED);

        assertThat(Objects.requireNonNull(ended.differences()).none()).isTrue();
        assertThat(lines("select order_id from order_overview_2 where order_id like 'z%'"))
                .containsExactly("z-1");
    }

    private List<OrderRange> whileOneIsOpened(int changes) {
        List<OrderRange> ranges = log.ranges(changes);
        CompletableFuture.runAsync(() -> log.append("z-1", histories.next("z-1", Instant.now())))
                .join(); // Not in the transaction that plans.
        return ranges;
    }
}
