package orderstore.projection.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import orderstore.projection.intake.Reprocessed.Done;
import orderstore.projection.intake.Reprocessing;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;

/** What an operator gave up is left out, and what waits behind it is taken in, at whatever moment that is. */
class SkippingParkedChangesTest extends ParkedChanges {

    @Test
    void behind_a_change_that_was_skipped_the_others_are_taken_in() {
        nodes.append("odd", 1, "PLACED");
        nodes.appendUnreadable("odd", 2);
        nodes.append("odd", 3, "PACKED");
        Nodes.awaitPosition(node, nodes.append("odd", 4, "SHIPPED"));

        assertThat(reprocessing.skip(first(), "ann", "it was a test of ours")).isEqualTo(new Done(2, 0, null));

        assertThat(overview()).containsExactly("odd 4 SHIPPED");
        assertThat(letters()).isEmpty();
        assertThat(nodes.lines("""
                        select concat_ws(' ', projection, generation, order_id, version, skipped_by, '-', reason)
                        from projection_skipped
                        """)).containsExactly("overview 1 odd 2 ann - it was a test of ours");
        Nodes.awaitPosition(node, nodes.append("odd", 5, "DELIVERED"));
        assertThat(overview()).containsExactly("odd 5 DELIVERED");
    }

    @Test
    void the_change_behind_a_skipped_one_may_come_later() {
        nodes.append("odd", 1, "PLACED");
        Nodes.awaitPosition(node, nodes.appendUnreadable("odd", 2));

        assertThat(reprocessing.skip(first(), "ann", "a test")).isEqualTo(new Done(0, 0, null));
        Nodes.awaitPosition(node, nodes.append("odd", 3, "PACKED"));

        assertThat(letters()).isEmpty();
        assertThat(overview()).containsExactly("odd 3 PACKED");
    }

    @Test
    void several_changes_in_a_row_may_be_skipped_the_first_of_an_order_too() {
        nodes.appendUnreadable("odd", 1);
        nodes.appendUnreadable("odd", 2);
        Nodes.awaitPosition(node, nodes.append("odd", 3, "PACKED"));

        assertThat(reprocessing.skip(first(), "ann", "a test"))
                .isEqualTo(new Done(0, 2, "java.lang.NullPointerException: status"));
        assertThat(reprocessing.skip(first(), "ann", "a test")).isEqualTo(new Done(1, 0, null));

        assertThat(overview()).containsExactly("odd 3 PACKED");
    }

    @Test
    void a_batch_that_waited_for_a_skip_knows_of_it() {
        nodes.append("odd", 1, "PLACED");
        Nodes.awaitPosition(node, nodes.appendUnreadable("odd", 2));
        var skipped = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var slow = new Changed(1, generation -> {
            skipped.countDown();
            awaitLatch(go);
            return Nodes.OVERVIEW.projector(generation);
        });
        long letter = first();

        var skip = CompletableFuture.supplyAsync(
                () -> new Reprocessing(List.of(slow), nodes.log, nodes.log.connections).skip(letter, "ann", "a test"));
        awaitLatch(skipped);
        long behind = nodes.append("odd", 3, "PACKED");
        Await.until(
                "the batch waits",
                () -> !nodes.lines("select query from pg_stat_activity"
                                + " where wait_event_type = 'Lock' and query like '%for update of s%'")
                        .isEmpty());
        go.countDown();

        assertThat(skip.join()).isEqualTo(new Done(0, 0, null));
        Nodes.awaitPosition(node, behind);
        assertThat(letters()).isEmpty();
        assertThat(overview()).containsExactly("odd 3 PACKED");
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void operators_and_processors_may_work_on_the_same_order_at_once() {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        long last = 0;
        for (int version = 1; version <= 300; version++) {
            for (String order : List.of("o-1", "o-2", "o-3")) {
                last = random.nextInt(4) == 0
                        ? nodes.appendUnreadable(order, version)
                        : nodes.append(order, version, "PLACED");
            }
            letters.after(0, null, 10).forEach(letter -> reprocessing.skip(letter.id(), "ann", "a test"));
        }
        Nodes.awaitPosition(node, last);
        Await.until("all that cannot be read is skipped", () -> {
            letters.after(0, null, 10).forEach(letter -> reprocessing.skip(letter.id(), "ann", "a test"));
            return letters().isEmpty();
        });

        assertThat(nodes.lines("""
                        select concat_ws(' ', order_id, version) from order_overview
                        except
                        select concat_ws(' ', order_id, max(version))
                        from order_event_json
                        where jsonb_exists(payload, 'status')
                        group by order_id
                        """)).as("seed %d", seed).isEmpty();
        assertThat(nodes.lines("select count(*)::text from projection_skipped"))
                .as("seed %d", seed)
                .isEqualTo(nodes.lines(
                        "select count(*)::text from order_event_json where not jsonb_exists(payload, 'status')"));
    }
}
