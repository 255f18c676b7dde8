package orderstore.projection.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;

/** A rebuild that is cancelled ends, whatever it is at, and leaves nothing behind. */
class CancellingARebuildTest extends RebuiltOverview {

    @Test
    void a_running_one_is_cancelled() {
        append(300);
        Node node = node();
        awaitAll(node);
        node.projections().pause("overview"); // And with it the rebuild.
        Rebuild started = node.rebuilds().start("overview", true, "ann");

        assertThat(node.rebuilds().cancel(started.id(), Duration.ZERO).state()).isEqualTo(RebuildState.CANCELLED);

        assertThat(lines("select to_regclass('order_overview_2')::text")).containsExactly((String) null);
    }

    @Test
    void one_that_is_cancelled_while_it_is_filled_stays_cancelled() {
        append(300);
        var holds = new AtomicBoolean();
        var held = new AtomicInteger();
        var cancelled = new CompletableFuture<String>();
        Node node = node(
                new Changed(
                        1,
                        fold -> writingAfter(
                                () -> {
                                    if (holds.get()) {
                                        held.incrementAndGet();
                                        cancelled.join();
                                    }
                                },
                                fold)),
                100);
        awaitAll(node);
        holds.set(true);
        Rebuild started = node.rebuilds().start("overview", true, "ann");
        Await.until("it is filled", () -> held.get() > 0);

        node.rebuilds().cancel(started.id(), Duration.ZERO);
        cancelled.complete("so go on");

        Rebuild next = node.rebuilds().start("overview", true, "ann");
        node.awaitState(next.id(), RebuildState.PROMOTED);
        assertThat(node.rebuilds().find(started.id()).orElseThrow().state()).isEqualTo(RebuildState.CANCELLED);
    }

    @Test
    void one_that_is_being_filled_is_cancelled_at_once_and_dropped_when_its_table_is_free() throws SQLException {
        append(300);
        Node node = node();
        awaitAll(node);
        node.projections().pause("overview"); // And with it the rebuild.
        Rebuild started = node.rebuilds().start("overview", true, "ann");

        try (Connection filling = log.connections.getConnection()) {
            filling.setAutoCommit(false);
            filling.createStatement().execute("lock table order_overview_2 in row exclusive mode");
            assertThat(node.rebuilds().cancel(started.id(), Duration.ZERO).state())
                    .isEqualTo(RebuildState.CANCELLED);
            assertThat(lines("select to_regclass('order_overview_2')::text")).containsExactly("order_overview_2");
            filling.rollback();
        }

        Await.until("its table is dropped", () -> {
            node.rebuilds().advance();
            return lines("select generation::text from projection_generation").equals(List.of("1"));
        });
        assertThat(lines("select to_regclass('order_overview_2')::text")).containsExactly((String) null);
    }
}
