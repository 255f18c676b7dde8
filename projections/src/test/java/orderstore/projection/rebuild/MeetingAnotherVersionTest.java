package orderstore.projection.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import orderstore.projection.Fold;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

/** What is made by the rules of one version is made by no other. */
class MeetingAnotherVersionTest extends RebuiltOverview {

    private final AtomicBoolean broken = new AtomicBoolean();
    private final AtomicInteger written = new AtomicInteger();

    @Test
    void a_node_of_the_old_version_leaves_alone_what_the_new_one_makes() {
        var tries = new AtomicInteger();
        Node old = node(
                new Changed(1, fold -> {
                    if (broken.get()) {
                        tries.incrementAndGet();
                        throw new IllegalStateException("This statement does not fit the table.");
                    }
                    return fold;
                }),
                100);
        append(400);
        awaitAll(old);
        broken.set(true);
        Node next = node(new Changed(2, fold -> breaking(fold, 0)), 100);
        next.rebuilds().renew();
        long id = next.rebuilds().last("overview").orElseThrow().id();
        Await.until(
                "there are ranges to be filled",
                () -> next.rebuilds().find(id).orElseThrow().step() == Rebuild.Step.FILLING);

        awaitOneLook(old);

        assertThat(tries).hasValue(0);
        assertThat(next.rebuilds().find(id).orElseThrow().state()).isEqualTo(RebuildState.RUNNING);
        broken.set(false);
        next.awaitState(id, RebuildState.PROMOTED);
    }

    @Test
    void a_node_of_the_old_version_does_not_promote_what_the_new_one_made() {
        Node old = node();
        append(400);
        awaitAll(old);
        Node next = node(new Changed(2, BringingANewVersionTest::withoutSources), 100);
        long id = next.rebuilds().start("overview", false, "ann").id();
        next.awaitState(id, RebuildState.CAUGHT_UP);
        next.rebuilds().close();
        log.owner
                .sql("update projection_rebuild set promote = 'automatic', changed = 0")
                .update();

        old.rebuilds().advance();
        old.rebuilds().close(); // When all is done that could be done.

        assertThat(old.rebuilds().find(id).orElseThrow().state()).isEqualTo(RebuildState.CAUGHT_UP);
    }

    @Test
    void what_the_old_version_began_to_fill_gives_way_when_two_nodes_of_the_new_one_start_at_once() {
        append(1_000);
        Node old = node(new Changed(1, fold -> breaking(fold, 3)), 100);
        awaitAll(old);
        written.set(0);
        broken.set(true);
        long begun = old.rebuilds().start("overview", true, "ann").id();
        Await.until("it is half filled", () -> written.get() > 4);
        old.rebuilds().close();
        old.projections().close();

        List<Node> nodes = List.of(
                node(new Changed(2, BringingANewVersionTest::withoutSources), 100),
                node(new Changed(2, BringingANewVersionTest::withoutSources), 100));
        CompletableFuture.allOf(nodes.stream()
                        .map(node -> CompletableFuture.runAsync(node.rebuilds()::renew))
                        .toArray(CompletableFuture[]::new))
                .join();

        Await.until("a new one is begun", () -> {
            nodes.forEach(node -> node.rebuilds().advance()); // As if one found the other at it.
            return last(nodes.getFirst()).id() > begun;
        });
        nodes.getLast().awaitState(last(nodes.getFirst()).id(), RebuildState.PROMOTED);
        assertThat(lines("select state from projection_rebuild order by id")).containsExactly("cancelled", "promoted");
        assertThat(lines("select count(*)::text from order_overview"))
                .isEqualTo(lines("select count(*)::text from order_overview_1"));
        assertThat(lines("select distinct source from order_overview")).containsExactly((String) null);
        awaitDropped(nodes.getFirst(), begun);
    }

    @Test
    void what_the_old_version_made_and_nobody_promoted_gives_way() {
        Node old = node();
        append(400);
        awaitAll(old);
        long begun = caughtUp(old);
        old.rebuilds().close();
        old.projections().close();

        Node next = node(new Changed(2, BringingANewVersionTest::withoutSources), 100);
        next.rebuilds().renew();
        next.awaitState(last(next).id(), RebuildState.PROMOTED);

        assertThat(next.rebuilds().find(begun).orElseThrow().state()).isEqualTo(RebuildState.CANCELLED);
        assertThat(lines("select distinct source from order_overview")).containsExactly((String) null);
        awaitDropped(next, begun);
    }

    @Test
    void what_a_step_holds_gives_way_when_it_is_let_go() throws SQLException {
        Node old = node();
        append(100);
        awaitAll(old);
        long begun = caughtUp(old);
        old.rebuilds().close();
        Node next = node(new Changed(2, BringingANewVersionTest::withoutSources), 100);

        try (Connection step = log.connections.getConnection()) {
            step.setAutoCommit(false);
            step.createStatement().execute("select from projection_rebuild for update");
            next.rebuilds().renew();
            assertThat(last(next).id()).isEqualTo(begun);
            step.rollback();
        }

        Await.until("a new one is begun", () -> {
            next.rebuilds().advance();
            return last(next).id() > begun;
        });
        next.awaitState(last(next).id(), RebuildState.PROMOTED);
    }

    /** Until a node has looked at all that is under way: at last it drops what was cancelled. */
    private void awaitOneLook(Node node) {
        log.owner
                .sql("insert into projection_generation values ('overview', 99, 1, false)")
                .update();
        log.owner.sql("""
                insert into projection_rebuild (projection, generation, promote, state, started_by)
                values ('overview', 99, 'automatic', 'cancelled', 'ann')
                """).update();
        node.rebuilds().advance();
        Await.until(
                "it has looked",
                () -> lines("select version::text from projection_generation where generation = 99")
                        .isEmpty());
    }

    private long caughtUp(Node node) {
        long id = node.rebuilds().start("overview", false, "ann").id();
        node.awaitState(id, RebuildState.CAUGHT_UP);
        return id;
    }

    private void awaitDropped(Node node, long id) {
        String table = "order_overview_"
                + node.rebuilds().find(id).orElseThrow().generation().number();
        Await.until(table + " is dropped", () -> {
            node.rebuilds().advance();
            return log.owner
                    .sql("select to_regclass(?) is null")
                    .param(table)
                    .query(Boolean.class)
                    .single();
        });
    }

    private static Rebuild last(Node node) {
        return node.rebuilds().last("overview").orElseThrow();
    }

    /** Folds that lose the database after some of them are written, while it is broken. */
    private Fold breaking(Fold fold, int after) {
        return writingAfter(
                () -> {
                    if (broken.get() && written.incrementAndGet() > after) {
                        throw new DataAccessResourceFailureException("The database is gone.");
                    }
                },
                fold);
    }
}
