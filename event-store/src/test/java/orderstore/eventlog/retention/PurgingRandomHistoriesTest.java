package orderstore.eventlog.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import orderstore.testing.RandomHistories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Of random histories what goes is what another implementation says, plain SQL over the events of a copy, and all else
 * stays byte for byte as it was, while others append.
 */
class PurgingRandomHistoriesTest {

    private static final List<String> STATUSES = List.of("PLACED", "CONFIRMED", "SHIPPED", "DELIVERED", "CLOSED");
    private static final int DAYS = 900;

    private final RetentionFixture log = new RetentionFixture();
    private final RandomHistories histories =
            new RandomHistories(log.database, log.start, Duration.ofDays(DAYS), STATUSES);

    @AfterEach
    void close() {
        log.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void exactly_what_may_go_goes(long seed) throws Exception {
        var random = new SplittableRandom(seed);
        histories.write(random);
        for (int round = 0; round < 3; round++) {
            hold(random);
            Duration age = Duration.ofDays(1 + random.nextInt(DAYS));
            Duration abandoned = random.nextInt(3) == 0 ? age.plusDays(random.nextInt(300)) : null;
            purgeAndCompare(new RetentionRule(age, abandoned, List.of("DELIVERED", "CLOSED")), random.split());
        }
    }

    private void hold(SplittableRandom random) {
        log.database.execute("update order_head set held = false");
        for (int i = 0; i < 5; i++) {
            log.database.execute("update order_head set held = true where order_id = 'o-%d'"
                    .formatted(random.nextInt(RandomHistories.ORDERS)));
        }
    }

    private void purgeAndCompare(RetentionRule rule, SplittableRandom random) throws Exception {
        log.database.execute("drop view if exists going; drop table if exists copy_event, copy_head");
        log.database.execute("create table copy_event as select * from order_event");
        log.database.execute("create table copy_head as select * from order_head");
        RetentionPlan plan = log.plans.make(rule, "test");
        going(plan.cutoff().toString(), abandonedBefore(plan));
        String what = "%s: %s".formatted(rule, plan);
        assertThat(plan.streams()).as(what).isEqualTo(number("select count(*) from going"));

        var done = new AtomicBoolean();
        CompletableFuture<Void> others = CompletableFuture.runAsync(() -> appendUntil(done, random));
        RetentionReceipt receipt = null;
        try {
            receipt = log.purge.execute(plan.id(), "test", false);
        } catch (PlanStaleException changed) {
            assertThat(changed).hasMessageContaining("has changed"); // By one of the others.
        } finally {
            done.set(true);
            others.get();
        }
        compare(what, receipt);
    }

    /** By the events alone: neither by heads, but for the holds, nor by what the product calls settled. */
    private void going(String cutoff, String abandonedBefore) {
        log.database.execute("""
            create or replace view going as
            select e.order_id, date_trunc('month', min(e.opened_on))::date as month, max(e.position) as last
            from copy_event e
            group by e.order_id
            having max(e.recorded_at) < timestamptz '%1$s'
              and (
                (array_agg(e.payload::json ->> 'status' order by e.version desc))[1] in ('DELIVERED', 'CLOSED')
                or max(e.recorded_at) < timestamptz '%2$s'
              )
              and e.order_id not in (select order_id from copy_head where held)
            """.formatted(cutoff, abandonedBefore));
    }

    private String abandonedBefore(RetentionPlan plan) {
        return log.query("select coalesce(abandoned_before, '-infinity') from retention_plan where id = " + plan.id())
                .getFirst();
    }

    private void compare(String what, @Nullable RetentionReceipt receipt) {
        List<String> months = new ArrayList<>(List.of("'1970-01-01'"));
        if (receipt != null) {
            receipt.parts().forEach(part -> months.add("'" + part.month() + "'"));
        }
        String gone = "(select order_id from going where month in (%s))".formatted(String.join(", ", months));

        assertThat(log.query(
                        "select e::text from order_event e where position <= (select max(position) from copy_event)"
                                + " order by position"))
                .as(what)
                .isEqualTo(log.query(
                        "select e::text from copy_event e where order_id not in " + gone + " order by position"));
        assertThat(log.query("select order_id from order_event where order_id in " + gone))
                .as(what)
                .isEmpty();
        assertThat(log.query("select h.order_id from order_head h full join (select order_id, max(version) as version"
                        + " from order_event group by order_id) e on e.order_id = h.order_id"
                        + " where h.version is distinct from e.version"))
                .as("each order has its head and its whole history. " + what)
                .isEmpty();
        assertThat(log.query("select order_id from copy_head c where order_id_hash(order_id) in"
                        + " (select id_hash from order_tombstone) except select order_id from " + gone + " g"))
                .as(what)
                .isEmpty();
        if (receipt != null) {
            assertThat(receipt.streams()).as(what).isEqualTo(number("select count(*) from " + gone + " g"));
            assertThat(number("select position from order_log_floor"))
                    .as(what)
                    .isGreaterThanOrEqualTo(
                            number("select coalesce(max(last), 0) from going where order_id in " + gone));
        }
    }

    /** New orders, and now and then a change of one that may be going. */
    private void appendUntil(AtomicBoolean done, SplittableRandom random) {
        int appended = 0;
        while (!done.get()) {
            String order = random.nextInt(40) == 0
                    ? "o-" + random.nextInt(RandomHistories.ORDERS)
                    : "new-" + random.nextLong() + "-" + appended++;
            histories.append(order);
        }
    }

    private long number(String sql) {
        return Long.parseLong(log.query(sql).getFirst());
    }

    @Test
    void the_same_plan_on_two_nodes_is_executed_once() throws Exception {
        histories.write(new SplittableRandom(14));
        RetentionPlan plan = log.plans.make(RetentionFixture.RULE, "test");
        var other = new Purge(log.retention, Derivations.NONE);

        List<CompletableFuture<String>> nodes = List.of(
                CompletableFuture.supplyAsync(() -> execute(log.purge, plan)),
                CompletableFuture.supplyAsync(() -> execute(other, plan)));

        List<String> outcomes = new ArrayList<>();
        for (CompletableFuture<String> node : nodes) {
            outcomes.add(node.get());
        }
        assertThat(outcomes).contains("receipt of " + plan.streams());
        assertThat(outcomes).isSubsetOf("receipt of " + plan.streams(), "PURGE_RUNNING");
        assertThat(log.receipts.before(Long.MAX_VALUE, 10)).hasSize(1);
    }

    private static String execute(Purge purge, RetentionPlan plan) {
        try {
            return "receipt of " + purge.execute(plan.id(), "test", false).streams();
        } catch (PurgeRefusedException e) {
            return e.reason().name();
        }
    }
}
