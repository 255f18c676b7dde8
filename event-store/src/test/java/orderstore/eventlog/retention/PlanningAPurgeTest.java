package orderstore.eventlog.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A plan says what would go and what is kept and why, and purges nothing. */
class PlanningAPurgeTest {

    private final RetentionFixture log = new RetentionFixture();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void settled_orders_go_when_their_last_change_is_old_enough() {
        log.order("old", 0, "PLACED", "DELIVERED");
        log.order("old-too", 40, "PLACED", "CONFIRMED", "DELIVERED");
        log.order("open", 0, "PLACED", "CONFIRMED");
        log.order("held", 0, "PLACED", "CLOSED");
        log.order("recent", 0, "PLACED");
        log.aged.add("recent", Instant.now().minus(Duration.ofDays(399)), "c-2", "CLOSED");
        log.database.execute("update order_head set held = true where order_id = 'held'");
        List<String> before = log.events();

        RetentionPlan plan = log.plans.make(RetentionFixture.RULE, "somebody");

        assertThat(plan.streams()).isEqualTo(2);
        assertThat(plan.events()).isEqualTo(5);
        assertThat(plan.bytes()).isPositive();
        assertThat(plan.kept()).isEqualTo(new RetentionPlan.Kept(1, 1, 1));
        assertThat(plan.madeBy()).isEqualTo("somebody");
        assertThat(plan.cutoff())
                .isBetween(
                        Instant.now().minus(Duration.ofDays(401)), Instant.now().minus(Duration.ofDays(399)));
        assertThat(plan.parts())
                .extracting(RetentionPlan.Part::streams, RetentionPlan.Part::events)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1L, 2L), org.assertj.core.groups.Tuple.tuple(1L, 3L));
        assertThat(log.plans.find(plan.id())).contains(plan);
        assertThat(log.events()).isEqualTo(before);
    }

    @Test
    void open_orders_go_only_when_they_count_as_abandoned() {
        log.order("open", 0, "PLACED");
        log.order("open-later", 300, "PLACED");

        var abandoned = new RetentionRule(Duration.ofDays(400), Duration.ofDays(700), List.of("CLOSED"));

        assertThat(log.plans.make(RetentionFixture.RULE, "x").streams()).isZero();
        assertThat(log.plans.make(abandoned, "x").streams()).isEqualTo(1);
    }

    @Test
    void the_status_is_what_the_state_says_however_it_is_written() {
        assertThat(log.query("""
                        select status_of_state(state) = state::jsonb ->> 'status'
                        from (values
                          ('{"status":"CLOSED"}'),
                          ('{"status":"","openedAt":"x"}'),
                          ('{"status":"a \\"b\\" c","openedAt":"x"}'),
                          ('{"status":"\\u0041","openedAt":"x"}'),
                          ('{"status": "CLOSED"}'),
                          ('{"openedAt":"x","status":"CLOSED"}')
                        ) states (state)
                        """)).hasSize(6).containsOnly("t");
    }

    @Test
    void the_digest_tells_whether_another_plan_is_the_same() {
        log.order("old", 0, "PLACED", "DELIVERED");
        log.order("old-too", 0, "PLACED", "DELIVERED");
        String part = "select encode(digest, 'hex') from retention_plan_part order by plan desc limit 1";

        RetentionPlan one = log.plans.make(RetentionFixture.RULE, "x");
        String digest = log.query(part).getFirst();
        RetentionPlan same = log.plans.make(RetentionFixture.RULE, "x");
        assertThat(log.query(part)).containsExactly(digest);
        log.database.execute("update order_head set held = true where order_id = 'old'");
        log.plans.make(RetentionFixture.RULE, "x");

        assertThat(log.query(part)).doesNotContain(digest);
        assertThat(one.digest()).matches("[0-9a-f]{64}").isNotEqualTo(same.digest());
    }

    @Test
    void an_empty_log_has_an_empty_plan() {
        RetentionPlan plan = log.plans.make(RetentionFixture.RULE, "x");

        assertThat(plan.streams()).isZero();
        assertThat(plan.parts()).isEmpty();
        assertThat(log.purge.execute(plan.id(), "x", false).endedAt()).isNotNull();
    }
}
