package orderstore.projection.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import javax.sql.DataSource;
import orderstore.eventlog.retention.Derivations;
import orderstore.eventlog.retention.Purge;
import orderstore.eventlog.retention.PurgeRefusedException;
import orderstore.eventlog.retention.PurgeRefusedException.Reason;
import orderstore.eventlog.retention.RetentionPlan;
import orderstore.eventlog.retention.RetentionPlans;
import orderstore.eventlog.retention.RetentionRule;
import orderstore.projection.Histories;
import orderstore.projection.LogFixture;
import orderstore.projection.Projection;
import orderstore.projection.intake.DeadLetterList;
import orderstore.projection.intake.Reprocessing;
import orderstore.projection.overview.Overview;
import orderstore.projection.processing.ProcessingLimits;
import orderstore.projection.processing.ProcessingObserver;
import orderstore.projection.processing.Projections;
import orderstore.projection.rebuild.Rebuild;
import orderstore.projection.rebuild.RebuildLimits;
import orderstore.projection.rebuild.RebuildState;
import orderstore.projection.rebuild.Rebuilds;
import orderstore.projection.statistics.Statistics;
import orderstore.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Read models are after a purge what they would be if they were made anew. */
class ForgettingOrdersTest {

    private static final RetentionRule CLOSED = new RetentionRule(Duration.ofMillis(1), null, List.of("CLOSED"));

    private final SplittableRandom random = new SplittableRandom(31);
    private final Histories histories = new Histories(random);
    private final LogFixture log = new LogFixture();
    private final HikariDataSource retention = log.database.retention(2);
    private final List<Projection> models = List.of(new Overview(), new Statistics(log));
    private final Projections node = new Projections(
            models,
            log,
            log.advances,
            log.connections,
            log.connections,
            new ProcessingLimits(4, Duration.ofSeconds(10)),
            "node",
            ProcessingObserver.NONE);
    private final Rebuilds rebuilds =
            new Rebuilds(models, log, log.connections, log.connections, 4, new RebuildLimits(2, 300, 0));
    private final DeadLetterList letters = new DeadLetterList(log.connections);
    private final RetentionPlans plans = new RetentionPlans(retention);
    private final Purge purge = new Purge(retention, new Forgotten(new ForgottenOrders(models)));

    /** As the application binds the two. */
    private record Forgotten(ForgottenOrders orders) implements Derivations {

        @Override
        public List<String> behind(DataSource transaction, Instant cutoff) {
            return orders.behind(transaction, cutoff);
        }

        @Override
        public void exclude(DataSource transaction) {
            orders.exclude(transaction).ifPresent(made -> {
                throw new PurgeRefusedException(Reason.BEING_READ, made);
            });
        }

        @Override
        public void forget(DataSource transaction) {
            orders.forget(transaction);
        }

        @Override
        public void settle(DataSource transaction) {
            orders.settle(transaction);
        }
    }

    ForgettingOrdersTest() {
        node.prepare();
        node.align();
    }

    @AfterEach
    void close() {
        rebuilds.close();
        node.close();
        retention.close();
        log.close();
    }

    private void append(int changes) {
        append("order-", changes);
    }

    private void append(String prefix, int changes) {
        for (int i = 0; i < changes; i++) {
            String order = prefix + random.nextInt(400);
            log.append(order, histories.next(order, Instant.now()));
        }
    }

    private void awaitAll() {
        long last = log.lastPosition();
        Await.until("all is in", () -> node.standings().stream().allMatch(standing -> standing.position() >= last));
    }

    private void close(String where) {
        log.owner
                .sql("update order_head set state = '{\"status\":\"CLOSED\"}' where " + where)
                .update();
    }

    private RetentionPlan plan() {
        return plans.make(CLOSED, "test");
    }

    private void assertThatRebuildsFindNoDifference() {
        for (Projection model : models) {
            Rebuild started = rebuilds.start(model.name(), false, "test");
            Await.until("it is caught up", () -> {
                node.align();
                rebuilds.advance();
                return rebuilds.find(started.id()).orElseThrow().state() == RebuildState.CAUGHT_UP;
            });
            Rebuild made = rebuilds.find(started.id()).orElseThrow();
            assertThat(Objects.requireNonNull(made.differences()).samples()).isEqualTo("[]");
            assertThat(made.differences().equal()).isPositive();
            rebuilds.discard(made.id());
        }
    }

    @ParameterizedTest(name = "a third, or nearly all: {0}")
    @ValueSource(strings = {"hashtext(order_id) % 3 = 0", "hashtext(order_id) % 7 <> 0"})
    void what_stays_is_counted_as_if_the_others_had_never_been(String going) {
        append(3_000);
        awaitAll();
        close(going);
        Rebuild waiting = rebuilds.start("statistics", false, "another generation goes along");
        Await.until("it is caught up", () -> {
            node.align();
            rebuilds.advance();
            return rebuilds.find(waiting.id()).orElseThrow().state() == RebuildState.CAUGHT_UP;
        });
        awaitAll();
        RetentionPlan plan = plan();
        assertThat(plan.streams()).isPositive();

        purge.execute(plan.id(), "test", false);

        assertThat(log.owner
                        .sql("select count(*) from order_overview o where not exists"
                                + " (select from order_head h where h.order_id = o.order_id)")
                        .query(Long.class)
                        .single())
                .isZero();
        rebuilds.promote(waiting.id(), Duration.ZERO);
        append("later-", 500);
        awaitAll();
        rebuilds.discard(waiting.id());
        assertThatRebuildsFindNoDifference();
    }

    /** Of order odd the first change is taken in, of order odder the last; the others are parked, or skipped. */
    private void appendOddOrders() {
        append(200);
        log.append("odd", histories.next("odd", Instant.now()));
        log.append("odd", "order.status-changed.v1", "{\"changeId\":\"x\",\"kind\":\"command\"}");
        log.append("odd", histories.next("odd-2", Instant.now()));
        log.append("odder", "order.status-changed.v1", "{\"changeId\":\"x\",\"kind\":\"command\"}");
        log.append("odder", histories.next("odder-2", Instant.now()));
        awaitAll();
        long odder = letters.after(0, "statistics", 100).stream()
                .filter(letter -> letter.orderId().equals("odder"))
                .findFirst()
                .orElseThrow()
                .id();
        new Reprocessing(models, log, log.connections).skip(odder, "ann", "it is a test");
    }

    @Test
    void what_was_parked_or_skipped_is_not_taken_off_what_was_counted() {
        appendOddOrders();
        close("order_id in ('odd', 'odder')");

        purge.execute(plan().id(), "test", false);

        assertThat(letters.after(0, null, 100)).isEmpty();
        assertThat(log.owner
                        .sql("select count(*) from projection_skipped")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThatRebuildsFindNoDifference();
    }

    @Test
    void what_was_parked_or_skipped_is_not_counted_when_nearly_all_others_go() {
        appendOddOrders();
        close("order_id not in ('odd', 'odder')");

        purge.execute(plan().id(), "test", false);

        assertThat(letters.after(0, "statistics", 100)).hasSize(2);
        assertThat(count("select sum(changes) from status_change_count_1")).isEqualTo(2);
        assertThat(count("select sum(orders) from order_count_1")).isEqualTo(2);
        assertThat(count("select count(*) from status_change_count_1 where changes = 0"))
                .isZero();
    }

    private long count(String sql) {
        return log.owner.sql(sql).query(Long.class).single();
    }

    @Test
    void a_read_model_that_is_behind_holds_the_purge_back_unless_the_operator_wants_it() {
        append(100);
        awaitAll();
        node.pause("statistics");
        append(200);
        Await.until(
                "the overview has it",
                () -> node.standings().stream().anyMatch(standing -> standing.position() >= log.lastPosition()));
        close("hashtext(order_id) % 2 = 0");
        RetentionPlan plan = plan();

        assertThat(purge.behind(plan)).containsExactly("statistics.1 at position 100");
        assertThatThrownBy(() -> purge.execute(plan.id(), "test", false))
                .isInstanceOfSatisfying(
                        PurgeRefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BEHIND));
        purge.execute(plan.id(), "test", true);

        node.resume("statistics");
        append("later-", 10);
        awaitAll();
        assertThatRebuildsFindNoDifference();
    }

    @Test
    void what_an_upgrade_replaced_holds_no_purge_back_and_forgets_all_the_same() {
        append(200);
        awaitAll();
        Rebuild upgrade = rebuilds.start("overview", true, "test");
        Await.until("it is promoted", () -> {
            node.align();
            rebuilds.advance();
            return rebuilds.find(upgrade.id()).orElseThrow().state() == RebuildState.PROMOTED;
        });
        log.owner
                .sql("update projection_generation set version = 0 where projection = 'overview' and generation = 1")
                .update();
        node.align();
        append(200);
        awaitAll();
        close("hashtext(order_id) % 2 = 0");
        RetentionPlan plan = plan();

        assertThat(purge.behind(plan)).isEmpty();
        purge.execute(plan.id(), "test", false);

        assertThat(count("select count(*) from order_overview_1")).isPositive();
        assertThat(count("select count(*) from order_overview_1 left join order_head h using (order_id)"
                        + " where h.order_id is null"))
                .isZero();
    }

    @Test
    void nothing_is_purged_while_a_read_model_is_being_made() {
        append(100);
        awaitAll();
        close("true");
        node.pause("overview"); // So that the rebuild rests too.
        rebuilds.start("overview", true, "test");
        RetentionPlan plan = plan();

        assertThatThrownBy(() -> purge.execute(plan.id(), "test", false))
                .isInstanceOfSatisfying(
                        PurgeRefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BEING_READ));
        assertThat(log.lastPosition()).isEqualTo(100);
        assertThat(log.owner
                        .sql("select count(*) from order_event")
                        .query(Long.class)
                        .single())
                .isEqualTo(100);
    }
}
