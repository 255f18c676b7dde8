package orderstore.projection.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import orderstore.projection.Fold;
import orderstore.projection.Generation;
import orderstore.projection.LogFixture;
import orderstore.projection.LoggedChange;
import orderstore.projection.Projection;
import orderstore.projection.ProjectionTable;
import orderstore.projection.Projector;
import orderstore.projection.intake.DeadLetter;
import orderstore.projection.intake.DeadLetterList;
import orderstore.projection.intake.Reprocessed.Done;
import orderstore.projection.intake.Reprocessed.OtherVersion;
import orderstore.projection.intake.Reprocessed.Unknown;
import orderstore.projection.intake.Reprocessed.Waits;
import orderstore.projection.intake.Reprocessing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Parked changes are retried or skipped, an order at a time and in its order. */
class HandlingDeadLettersTest {

    private final Nodes nodes = new Nodes();
    private final Projections node = nodes.start();
    private final DeadLetterList letters = new DeadLetterList(nodes.log.connections);
    private final Reprocessing reprocessing =
            new Reprocessing(List.of(Nodes.OVERVIEW), nodes.log, nodes.log.connections);

    @AfterEach
    void close() {
        nodes.close();
    }

    @Test
    void a_parked_change_says_what_it_is_and_why_it_waits() {
        nodes.append("odd", 1, "PLACED");
        long second = nodes.appendUnreadable("odd", 2);
        long third = nodes.append("odd", 3, "PACKED");
        Nodes.awaitPosition(node, third);

        DeadLetter bad = letters().getFirst();
        assertThat(bad.projection()).isEqualTo("overview");
        assertThat(bad.orderId()).isEqualTo("odd");
        assertThat(bad.version()).isEqualTo(2);
        assertThat(bad.position()).isEqualTo(second);
        assertThat(bad.changeId()).isEqualTo("c-2");
        assertThat(bad.failure()).isEqualTo("java.lang.NullPointerException: status");
        assertThat(bad.attempts()).isEqualTo(1);
        DeadLetter behind = letters().getLast();
        assertThat(behind.version()).isEqualTo(3);
        assertThat(behind.failure()).isNull();
        assertThat(behind.attempts()).isZero();
        assertThat(letters.after(bad.id(), "overview", 10)).containsExactly(behind);
        assertThat(letters.after(0, "another", 10)).isEmpty();
        assertThat(letters.after(0, null, 1)).containsExactly(bad);
    }

    @Test
    void a_retry_takes_in_the_change_and_all_that_wait_behind_it() {
        nodes.append("odd", 1, "PLACED");
        nodes.appendUnreadable("odd", 2);
        nodes.append("odd", 3, "SHIPPED");
        Nodes.awaitPosition(node, nodes.append("odd", 4, "DELIVERED"));

        assertThat(reprocessing.retry(first())).isEqualTo(new Done(0, 3, "java.lang.NullPointerException: status"));
        assertThat(letters().getFirst().attempts()).isEqualTo(2);

        assertThat(mended(2).retry(first())).isEqualTo(new Done(3, 0, null));

        assertThat(letters()).isEmpty();
        assertThat(overview()).containsExactly("odd 4 DELIVERED");
        Nodes.awaitPosition(node, nodes.append("odd", 5, "PLACED"));
        assertThat(overview()).containsExactly("odd 5 PLACED");
    }

    @Test
    void a_retry_stops_at_the_next_change_that_cannot_be_taken_in() {
        nodes.append("odd", 1, "PLACED");
        nodes.appendUnreadable("odd", 2);
        nodes.append("odd", 3, "SHIPPED");
        nodes.appendUnreadable("odd", 4);
        Nodes.awaitPosition(node, nodes.append("odd", 5, "DELIVERED"));

        assertThat(mended(2).retry(first())).isEqualTo(new Done(2, 2, "java.lang.NullPointerException: status"));

        assertThat(overview()).containsExactly("odd 3 SHIPPED");
        assertThat(letters()).extracting(DeadLetter::version).containsExactly(4, 5);
        assertThat(letters()).extracting(DeadLetter::attempts).containsExactly(1, 0);
    }

    @Test
    void a_row_that_cannot_be_written_is_tried_again_as_well() {
        nodes.log
                .owner
                .sql("alter table order_overview_1 add constraint refused check (source <> 'bad')")
                .update();
        Nodes.awaitPosition(node, nodes.append("odd", 1, "PLACED", "bad"));

        assertThat(reprocessing.retry(first()))
                .isInstanceOfSatisfying(
                        Done.class, again -> assertThat(again.failure()).contains("refused"));

        nodes.log
                .owner
                .sql("alter table order_overview_1 drop constraint refused")
                .update();
        assertThat(reprocessing.retry(first())).isEqualTo(new Done(1, 0, null));
        assertThat(overview()).containsExactly("odd 1 PLACED");
    }

    @Test
    void only_the_first_of_an_order_can_be_dealt_with() {
        nodes.append("odd", 1, "PLACED");
        nodes.appendUnreadable("odd", 2);
        Nodes.awaitPosition(node, nodes.append("odd", 3, "PACKED"));

        long waiting = letters().getLast().id();
        var waits = new Waits("odd", 3, first(), 2);
        assertThat(reprocessing.retry(waiting)).isEqualTo(waits);
        assertThat(reprocessing.skip(waiting, "ann", "it is a test")).isEqualTo(waits);
        assertThat(reprocessing.retry(waiting + 1)).isEqualTo(new Unknown());
        assertThat(letters()).hasSize(2);
    }

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
        LogFixture.await(
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
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
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
        LogFixture.await("all that cannot be read is skipped", () -> {
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

    @Test
    void what_another_version_of_the_code_made_is_left_to_it() {
        Nodes.awaitPosition(node, nodes.appendUnreadable("odd", 1));

        var newer =
                new Reprocessing(List.of(new Changed(2, Nodes.OVERVIEW::projector)), nodes.log, nodes.log.connections);

        assertThat(newer.retry(first())).isEqualTo(new OtherVersion("overview", 1, 2));
        assertThat(letters()).hasSize(1);
    }

    /** The overview with other rules. */
    private record Changed(int version, Function<Generation, Projector> projectors) implements Projection {
        @Override
        public String name() {
            return Nodes.OVERVIEW.name();
        }

        @Override
        public List<ProjectionTable> tables() {
            return Nodes.OVERVIEW.tables();
        }

        @Override
        public Projector projector(Generation generation) {
            return projectors.apply(generation);
        }
    }

    /** Code that knows what to make of the changes of one version. */
    private Reprocessing mended(int version) {
        var mended = new Changed(1, generation -> {
            Projector projector = Nodes.OVERVIEW.projector(generation);
            return () -> new MendedFold(projector.begin(), version);
        });
        return new Reprocessing(List.of(mended), nodes.log, nodes.log.connections);
    }

    private record MendedFold(Fold fold, int version) implements Fold {
        @Override
        public void add(LoggedChange change) {
            fold.add(change.version() == version ? readable(change) : change);
        }

        private static LoggedChange readable(LoggedChange change) {
            return new LoggedChange(
                    change.position(),
                    change.recordedAt(),
                    change.orderId(),
                    change.version(),
                    change.type(),
                    "{\"changeId\":\"c\",\"kind\":\"command\",\"status\":\"PACKED\"}");
        }

        @Override
        public void write(JdbcClient database) {
            fold.write(database);
        }
    }

    private List<DeadLetter> letters() {
        return letters.after(0, null, 1_000);
    }

    private long first() {
        return letters().getFirst().id();
    }

    private List<String> overview() {
        return nodes.lines("select concat_ws(' ', order_id, version, status) from order_overview order by order_id");
    }
}
