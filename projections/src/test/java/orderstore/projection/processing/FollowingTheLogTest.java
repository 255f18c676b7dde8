package orderstore.projection.processing;

import static orderstore.projection.processing.Nodes.awaitPosition;
import static orderstore.projection.processing.Nodes.standing;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import orderstore.order.ChangeId;
import orderstore.order.Claim;
import orderstore.order.Kind;
import orderstore.order.OrderEvent;
import orderstore.order.OrderEvent.StatusChanged;
import orderstore.order.model.Status;
import orderstore.projection.Histories;
import orderstore.projection.LogFixture;
import orderstore.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A read model holds what the log says: all of it, once, whoever processes it. */
class FollowingTheLogTest {

    /** The overview as SQL folds it from the log, by other rules of writing than the projector's. */
    private static final String EXPECTED = """
            with change as (
              select
                order_id, version, position, event_type,
                payload->>'status' as status,
                payload->>'source' as source,
                coalesce((payload->>'occurredAt')::timestamptz, recorded_at) as occurred_at
              from order_event_json
            ),
            made as (
              select distinct on (order_id) order_id, status, source, occurred_at, version
              from change
              where event_type in ('order.status-changed.v1', 'order.status-corrected.v1')
              order by order_id, version desc
            )
            select concat_ws(' ', c.order_id, m.status, coalesce(m.source, '-'),
              bool_or(c.event_type = 'order.report-conflicted.v1' and c.version > m.version),
              m.occurred_at, min(c.occurred_at), max(c.version), max(c.position))
            from change c
            join made m using (order_id)
            group by c.order_id, m.status, m.source, m.occurred_at
            order by c.order_id
            """;

    private static final String ACTUAL = """
            select concat_ws(' ', order_id, status, coalesce(source, '-'), conflicting, changed_at, opened_at,
              version, position)
            from order_overview
            order by order_id
            """;

    private final Nodes nodes = new Nodes();
    private final LogFixture log = nodes.log;

    @AfterEach
    void close() {
        nodes.close();
    }

    private Projections node(Duration claim) {
        return nodes.start(new ProcessingLimits(4, claim), log.connections);
    }

    private long appendAtRandom(int changes, long seed) {
        var random = new SplittableRandom(seed);
        var histories = new Histories(random);
        long last = 0;
        for (int i = 0; i < changes; i++) {
            String order = "o-" + random.nextInt(changes / 5);
            last = log.append(order, histories.next(order, Instant.now()));
        }
        return last;
    }

    @Test
    void the_overview_is_the_fold_of_the_log() {
        long seed = System.nanoTime();
        Projections node = node(Duration.ofSeconds(10));

        long last = appendAtRandom(2_000, seed);
        awaitPosition(node, last);

        assertThat(nodes.lines(ACTUAL)).as("seed %d", seed).isEqualTo(nodes.lines(EXPECTED));
    }

    @Test
    void a_log_that_is_there_already_is_taken_in() {
        long last = appendAtRandom(3_000, 7);

        Projections node = node(Duration.ofSeconds(10));
        awaitPosition(node, last);

        assertThat(nodes.lines(ACTUAL)).isEqualTo(nodes.lines(EXPECTED));
    }

    @Test
    void what_one_node_leaves_another_goes_on_with() {
        Projections first = node(Duration.ofSeconds(10));
        Projections second = node(Duration.ofSeconds(10));
        awaitPosition(first, appendAtRandom(500, 1));

        first.close();
        long last = log.append("late", changed("c-1", "PLACED"));
        awaitPosition(second, last);

        assertThat(nodes.lines(ACTUAL)).isEqualTo(nodes.lines(EXPECTED));
    }

    @Test
    void a_node_that_lost_its_claim_writes_nothing() {
        Projections node = node(Duration.ofSeconds(10));
        awaitPosition(node, log.append("o-1", changed("c-1", "PLACED")));

        log.owner
                .sql("update projection_segment set owner = 'another', claimed_at = clock_timestamp()")
                .update();
        long lost = log.append("o-1", changed("c-2", "PACKED"));
        Await.until(
                "the node has given up its segments",
                () -> log.owner
                                .sql("select count(*) from pg_stat_activity where query like '%for update of s%'")
                                .query(Long.class)
                                .single()
                        > 0);

        assertThat(standing(node).position()).isEqualTo(lost - 1);
        assertThat(nodes.lines("select version::text from order_overview")).containsExactly("1");

        log.owner.sql("update projection_segment set owner = null").update();
        awaitPosition(node, lost);
        assertThat(nodes.lines(ACTUAL)).isEqualTo(nodes.lines(EXPECTED));
    }

    @Test
    void a_change_that_cannot_be_taken_in_waits_with_those_that_follow_and_others_go_on() {
        Projections node = node(Duration.ofSeconds(10));
        log.append("odd", changed("c-1", "PLACED"));
        log.append("odd", "order.status-changed.v1", "{\"changeId\":\"c-2\",\"kind\":\"command\"}");
        log.append("odd", changed("c-3", "PACKED"));
        awaitPosition(node, log.append("even", changed("c-1", "PLACED")));
        awaitPosition(node, log.append("odd", changed("c-4", "SHIPPED")));

        assertThat(nodes.lines("select order_id || ' ' || version from order_overview order by order_id"))
                .containsExactly("even 1", "odd 1");
        assertThat(nodes.lines("""
                        select order_id || ' ' || version || ' ' || coalesce(failure, 'waits')
                        from projection_dead_letter order by version
                        """))
                .containsExactly("odd 2 java.lang.NullPointerException: status", "odd 3 waits", "odd 4 waits");
        assertThat(standing(node).deadLetters()).isEqualTo(3);
    }

    @Test
    void a_row_that_cannot_be_written_parks_its_order_alone() {
        Projections node = node(Duration.ofSeconds(10));
        log.owner
                .sql("alter table order_overview_1 add constraint refused check (source <> 'bad')")
                .update();
        long last = 0;
        for (int i = 0; i < 50; i++) {
            last = log.append("o-" + i, changed("c-1", "PLACED", i == 31 ? "bad" : "good"));
        }
        awaitPosition(node, last);

        assertThat(nodes.lines("select count(*)::text from order_overview")).containsExactly("49");
        assertThat(nodes.lines("select order_id from projection_dead_letter")).containsExactly("o-31");
    }

    @Test
    void a_projection_rests_until_it_is_resumed() {
        Projections node = node(Duration.ofSeconds(10));
        awaitPosition(node, log.append("o-1", changed("c-1", "PLACED")));

        assertThat(node.pause("overview")).isTrue();
        assertThat(node.isProcessed("overview")).isFalse();
        long missed = log.append("o-1", changed("c-2", "PACKED"));
        assertThat(standing(node).paused()).isTrue();
        assertThat(standing(node).position()).isEqualTo(missed - 1);

        assertThat(node.resume("overview")).isTrue();
        awaitPosition(node, missed);
        assertThat(node.pause("nothing")).isFalse();
    }

    private static OrderEvent changed(String id, String status) {
        return changed(id, status, "test");
    }

    private static OrderEvent changed(String id, String status, String source) {
        return new StatusChanged(
                new Claim(
                        new ChangeId(id),
                        Kind.COMMAND,
                        new Status(status),
                        null,
                        source,
                        null,
                        java.util.Map.of(),
                        null),
                null);
    }
}
