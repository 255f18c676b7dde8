package orderstore.projection.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import orderstore.projection.overview.Overview;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

/** A read model is made anew beside the one that readers see, and they do not notice. */
class RebuildingTest extends RebuiltOverview {

    @Test
    void an_equal_one_takes_the_place_of_the_other_by_itself() {
        Node node = node();
        append(2_000);
        awaitAll(node);
        List<String> before = lines(ROWS.formatted("order_overview"));

        Rebuild started = node.rebuilds().start("overview", true, "ann");
        Rebuild ended = node.awaitState(started.id(), RebuildState.PROMOTED);

        assertThat(ended.processed()).isEqualTo(2_000).isEqualTo(ended.total());
        assertThat(Objects.requireNonNull(ended.differences()))
                .extracting(Differences::equal, Differences::none)
                .containsExactly((long) before.size(), true);
        assertThat(lines("select live::text from projection")).containsExactly("2");
        assertThat(lines(ROWS.formatted("order_overview_2"))).isEqualTo(before);
        assertThat(lines(ROWS.formatted("order_overview"))).isEqualTo(before);
        append(100);
        awaitAll(node);
        assertThat(lines(ROWS.formatted("order_overview")))
                .isNotEqualTo(before)
                .isEqualTo(lines(ROWS.formatted("order_overview_2")));
    }

    @Test
    void a_reader_never_sees_fewer_orders_or_an_older_version_of_one() throws Exception {
        Node node = node();
        append(1_000);
        awaitAll(node);
        var done = new AtomicBoolean();
        CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> pollUntil(done));
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            while (!done.get()) {
                append(20);
            }
        });

        Rebuild first = node.rebuilds().start("overview", true, "ann");
        node.awaitState(first.id(), RebuildState.PROMOTED);
        node.rebuilds().cancel(first.id(), Duration.ZERO); // And back.
        done.set(true);

        writer.get();
        assertThat(reader.get()).isPositive();
        awaitAll(node);
        assertThat(lines("select live::text from projection")).containsExactly("1");
    }

    /** Looks at all rows again and again; how often it did. */
    private int pollUntil(AtomicBoolean done) {
        Map<String, Integer> seen = new HashMap<>();
        int polls = 0;
        while (!done.get()) {
            Map<String, Integer> now = new HashMap<>();
            log.sql
                    .sql("select order_id, version from order_overview")
                    .query((row, number) -> now.put(row.getString(1), row.getInt(2)))
                    .list();
            seen.forEach((order, version) ->
                    assertThat(now.getOrDefault(order, 0)).as(order).isGreaterThanOrEqualTo(version));
            seen.putAll(now);
            polls++;
        }
        return polls;
    }

    @Test
    void what_differs_is_shown_and_waits_for_an_operator() {
        Node node = node();
        for (String order : List.of("o-1", "o-2", "o-3")) {
            log.append(order, histories.next(order, Instant.now()));
        }
        append(500);
        awaitAll(node);
        log.owner
                .sql("update order_overview_1 set status = 'WRONG' where order_id = 'o-1'")
                .update();
        log.owner.sql("delete from order_overview_1 where order_id = 'o-2'").update();
        log.owner
                .sql("insert into order_overview_1 values ('ghost', 'PLACED', null, false, now(), now(), 1, 1)")
                .update();

        Rebuild started = node.rebuilds().start("overview", true, "ann");
        Rebuild caughtUp = node.awaitState(started.id(), RebuildState.CAUGHT_UP);

        Differences found = Objects.requireNonNull(caughtUp.differences());
        assertThat(found)
                .extracting(Differences::changed, Differences::missing, Differences::extra)
                .containsExactly(1L, 1L, 1L);
        assertThat(found.samples())
                .contains("\"key\": {\"order_id\": \"o-1\"}", "\"live\": \"WRONG\"")
                .contains("\"order_id\": \"ghost\"", "\"order_id\": \"o-2\"");
        assertThat(lines("select status from order_overview where order_id = 'o-1'"))
                .containsExactly("WRONG");

        node.rebuilds().promote(started.id(), Duration.ZERO);
        assertThat(lines("select status from order_overview where order_id = 'o-1'"))
                .doesNotContain("WRONG");
        assertThatThrownBy(() -> node.rebuilds().promote(started.id(), Duration.ZERO))
                .isInstanceOf(RebuildRefusedException.class)
                .hasMessageContaining("is promoted; this is possible when it is caught-up");

        assertThat(node.rebuilds().discard(started.id()).previousKept()).isFalse();
        assertThat(lines("select to_regclass('order_overview_1')::text")).containsExactly((String) null);
        assertThatThrownBy(() -> node.rebuilds().cancel(started.id(), Duration.ZERO))
                .isInstanceOf(RebuildRefusedException.class);
    }

    @Test
    void what_an_operator_does_not_want_is_dropped() {
        Node node = node();
        append(200);
        awaitAll(node);
        Rebuild started = node.rebuilds().start("overview", false, "ann");
        node.awaitState(started.id(), RebuildState.CAUGHT_UP);

        Rebuild discarded = node.rebuilds().discard(started.id());

        assertThat(discarded.state()).isEqualTo(RebuildState.DISCARDED);
        assertThat(lines("select to_regclass('order_overview_2')::text")).containsExactly((String) null);
        assertThat(lines("select generation::text from projection_generation")).containsExactly("1");
        assertThat(node.rebuilds().start("overview", false, "bob").id()).isGreaterThan(started.id());
    }

    @Test
    void of_two_operators_one_is_refused() {
        Node node = node();
        append(50);
        awaitAll(node);
        node.rebuilds().start("overview", false, "ann");

        assertThatThrownBy(() -> node.rebuilds().start("overview", true, "bob"))
                .isInstanceOf(RebuildRefusedException.class)
                .hasMessageContaining("is being rebuilt already");
        assertThat(lines("select to_regclass('order_overview_3')::text")).containsExactly((String) null);
    }

    @Test
    void another_node_goes_on_where_one_died_and_reads_nothing_twice() {
        append(1_000);
        var folded = new AtomicInteger();
        var broken = new AtomicBoolean(true);
        Node first = node(
                new Changed(
                        1,
                        fold -> writingAfter(
                                () -> {
                                    if (broken.get() && folded.incrementAndGet() > 3) {
                                        throw new DataAccessResourceFailureException("the database is gone");
                                    }
                                },
                                fold)),
                100);
        broken.set(false);
        awaitAll(first);
        broken.set(true);
        Rebuild started = first.rebuilds().start("overview", true, "ann");
        Await.until("it broke", () -> folded.get() > 4);
        first.rebuilds().close();
        long kept = first.rebuilds().find(started.id()).orElseThrow().processed();
        broken.set(false);

        Node second = node(new Overview(), 100);
        Rebuild ended = second.awaitState(started.id(), RebuildState.PROMOTED);

        assertThat(kept).isPositive().isLessThan(1_000);
        assertThat(ended.processed()).isEqualTo(1_000);
        assertThat(lines(ROWS.formatted("order_overview"))).isEqualTo(lines(ROWS.formatted("order_overview_1")));
    }

    @Test
    void one_that_cannot_be_made_fails_and_the_other_goes_on() {
        append(300);
        var broken = new AtomicBoolean();
        Node node = node(
                new Changed(1, fold -> {
                    if (broken.get()) {
                        throw new IllegalStateException("no such thing");
                    }
                    return fold;
                }),
                100);
        awaitAll(node);
        broken.set(true);

        Rebuild started = node.rebuilds().start("overview", true, "ann");
        Rebuild failed = node.awaitState(started.id(), RebuildState.FAILED);

        assertThat(failed.failure()).contains("no such thing");
        broken.set(false);
        append(10);
        awaitAll(node);
        Rebuild next = node.rebuilds().start("overview", true, "ann");
        node.awaitState(next.id(), RebuildState.PROMOTED);
        assertThat(lines("select to_regclass('order_overview_2')::text")).containsExactly((String) null);
    }
}
