package orderstore.projection.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import orderstore.projection.processing.ProjectionStanding.State;
import orderstore.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators see of a projection, and how it rests on all nodes. */
class WatchingAProjectionTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Nodes nodes = new Nodes();

    @AfterEach
    void close() {
        nodes.close();
    }

    @Test
    void a_projection_that_has_it_all_does_not_lag() {
        Projections node = nodes.start();
        long last = nodes.append("o-1", 1, "PLACED");
        Nodes.awaitPosition(node, last);

        ProjectionStanding standing = Nodes.standing(node);
        assertThat(standing.state()).isEqualTo(State.RUNNING);
        assertThat(standing.generation()).isEqualTo(1);
        assertThat(standing.head()).isEqualTo(last);
        assertThat(standing.lagEvents()).isZero();
        assertThat(standing.lag()).isZero();
        assertThat(node.lastStanding("overview")).isNotNull();
        assertThat(node.lastStanding("nothing")).isNull();
    }

    @Test
    void the_lag_is_the_age_of_the_first_change_that_is_not_in() {
        Projections node = nodes.start();
        Nodes.awaitPosition(node, nodes.append("o-1", 1, "PLACED"));
        node.pause("overview");
        nodes.append("o-1", 2, "PACKED");
        nodes.append("o-2", 1, "PLACED");

        Await.until("time goes by", () -> Nodes.standing(node).lag().compareTo(Duration.ofMillis(100)) > 0);

        assertThat(Nodes.standing(node).lagEvents()).isEqualTo(2);
        assertThat(Nodes.standing(node).state()).isEqualTo(State.PAUSED);
        node.resume("overview");
        Await.until("it caught up", () -> Nodes.standing(node).lag().isZero());
    }

    @Test
    void the_pace_is_what_was_passed_in_the_last_ten_seconds() {
        var pace = new Pace();
        ProjectionStanding now = at(20, 1_000, 1);
        assertThat(pace.eventsPerSecond(now)).isZero();

        pace.note(List.of(at(0, 0, 1)));
        pace.note(List.of(at(12, 200, 1)));
        pace.note(List.of(at(16, 500, 1)));
        pace.note(List.of(now));

        assertThat(pace.eventsPerSecond(now)).isEqualTo(100);
        assertThat(pace.eventsPerSecond(at(22, 1_000, 1))).isEqualTo(80);
        assertThat(pace.eventsPerSecond(at(40, 1_000, 1))).isZero();
        assertThat(pace.eventsPerSecond(at(21, 5_000, 2)))
                .as("another generation")
                .isZero();
        assertThat(pace.last("overview")).isEqualTo(now);
    }

    @Test
    void a_projection_rests_when_no_node_that_is_alive_works_on_it() throws InterruptedException {
        Projections first = nodes.start();
        Projections second = nodes.start();
        Nodes.awaitPosition(first, nodes.append("o-1", 1, "PLACED"));
        owner("another", "0 s");

        first.pause("overview");
        assertThat(first.awaitRest("overview", Duration.ZERO))
                .containsExactly("overview.1, segment 0", "overview.1, segment 1");

        owner("another", "11 s");
        assertThat(first.awaitRest("overview", Duration.ZERO)).isEmpty();
        assertThat(nodes.lines("select segment::text from projection_segment where owner is not null"))
                .as("a node that comes to itself finds that it has lost its claim")
                .isEmpty();
        second.align();
        assertThat(second.isProcessed("overview")).isFalse();
    }

    @Test
    void nobody_takes_up_what_rests() {
        Projections first = nodes.start();
        Nodes.awaitPosition(first, nodes.append("o-1", 1, "PLACED"));
        nodes.log.owner.sql("update projection set paused = true").update();
        nodes.log.owner.sql("update projection_segment set owner = null").update();

        long missed = nodes.append("o-1", 2, "PACKED"); // This node has not heard of the pause.
        Await.until(
                "the node has given up its segments",
                () -> !nodes.lines("select query from pg_stat_activity where query like '%and p.paused%returning%'")
                        .isEmpty());

        assertThat(first.isProcessed("overview")).isFalse();
        assertThat(Nodes.standing(first).position()).isEqualTo(missed - 1);
        first.resume("overview");
        Nodes.awaitPosition(first, missed);
    }

    private void owner(String node, String silent) {
        nodes.log
                .owner
                .sql("update projection_segment set owner = ?, claimed_at = clock_timestamp() - ?::interval")
                .param(node)
                .param(silent)
                .update();
    }

    private static ProjectionStanding at(int second, long position, int generation) {
        return new ProjectionStanding(
                "overview", generation, false, position, position, Duration.ZERO, null, 0, NOON.plusSeconds(second));
    }
}
