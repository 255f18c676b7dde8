package orderstore.eventlog.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.PurgedStreams;
import orderstore.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What may go goes whole, and all else is as it was. */
class PurgingAPartitionTest {

    private final RetentionFixture log = new RetentionFixture();
    private final LogReader reader = new LogReader(log.application);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void what_stays_is_as_it_was() {
        log.order("goes", 0, "PLACED", "DELIVERED");
        log.order("stays", 3, "PLACED", "CONFIRMED");
        log.order("goes-too", 7, "PLACED", "CLOSED");
        log.order("other-month", 200, "PLACED");
        List<String> events = log.query("select e::text from order_event e where order_id !~ 'goes' order by position");
        List<String> heads = log.query("select h::text from order_head h where order_id !~ 'goes' order by order_id");

        RetentionReceipt receipt = log.executePlan();

        assertThat(log.events()).isEqualTo(events);
        assertThat(log.heads()).isEqualTo(heads);
        assertThat(receipt.streams()).isEqualTo(2);
        assertThat(receipt.events()).isEqualTo(4);
        assertThat(receipt.stopped()).isNull();
        assertThat(receipt.endedAt()).isNotNull();
        assertThat(reader.floor()).isEqualTo(6);
        assertThat(log.query("select tableoid::regclass from order_event where order_id = 'stays'"))
                .containsOnly(log.partition(0));
    }

    @Test
    void of_a_partition_of_which_nothing_stays_nothing_is_left() {
        log.order("goes", 0, "PLACED", "DELIVERED");

        log.executePlan();

        assertThat(log.query("select relname from pg_class where relname ~ '^" + log.partition(0) + "'"))
                .isEmpty();
        assertThat(log.events()).isEmpty();
        assertThat(log.query("select order_id from order_going")).isEmpty();
    }

    @Test
    void positions_go_on_after_the_last_one_was_purged() {
        log.order("goes", 0, "PLACED", "DELIVERED");
        log.executePlan();

        assertThat(log.append("new", 1)).containsExactly(3L);
    }

    @Test
    void the_new_partition_is_like_the_others() throws SQLException {
        log.order("goes", 0, "PLACED", "DELIVERED");
        log.order("stays", 0, "PLACED");
        log.executePlan();
        String purged = log.partition(0);
        String other = log.query("select inhrelid::regclass from pg_inherits where inhparent = 'order_event'::regclass"
                        + " order by 1 desc limit 1")
                .getFirst();
        String shape = """
                select replace(line collate "C", '%1$s', 'T') from (
                  select pg_get_indexdef(indexrelid) from pg_index where indrelid = '%1$s'::regclass
                  union all
                  select conname::text || ' ' || contype::text from pg_constraint where conrelid = '%1$s'::regclass
                  union all
                  select tgname::text || tgenabled::text from pg_trigger where tgrelid = '%1$s'::regclass
                  union all
                  select coalesce(relacl::text, '') || relispartition from pg_class where oid = '%1$s'::regclass
                ) shape (line)
                order by 1
                """;

        assertThat(log.query(shape.formatted(purged))).isEqualTo(log.query(shape.formatted(other)));
        assertThatThrownBy(() -> execute(log.database.owner(), "delete from " + purged))
                .hasMessageContaining("append-only");
    }

    @Test
    void nothing_is_appended_to_a_purged_order_whatever_is_remembered_of_it() {
        log.order("goes", 0, "PLACED", "DELIVERED");
        RetentionReceipt receipt = log.executePlan();

        assertThat(log.append("goes", 3)).as("as if it were there").isEmpty();
        assertThat(log.append("goes", 1)).as("as a new one").isEmpty();
        assertThat(appendRun("goes", 1, 2)).isEmpty();
        assertThat(log.append("other", 1)).hasSize(1);
        assertThat(new PurgedStreams(log.application).receipt("goes")).hasValue(receipt.id());
        assertThat(new PurgedStreams(log.application).receipt("other")).isEmpty();
    }

    @Test
    void a_plan_is_executed_once() {
        log.order("goes", 0, "PLACED", "DELIVERED");
        RetentionPlan plan = log.plans.make(RetentionFixture.RULE, "x");

        RetentionReceipt first = log.purge.execute(plan.id(), "x", false);

        assertThat(log.purge.execute(plan.id(), "y", false)).isEqualTo(first);
        assertThat(log.receipts.before(Long.MAX_VALUE, 10)).containsExactly(first);
    }

    @Test
    void a_plan_whose_orders_changed_is_stale_and_nothing_goes() {
        log.order("goes", 0, "PLACED", "DELIVERED");
        log.order("goes-too", 40, "PLACED", "DELIVERED");
        RetentionPlan plan = log.plans.make(RetentionFixture.RULE, "x");
        log.database.execute("update order_head set held = true where order_id = 'goes-too'");

        assertThatThrownBy(() -> log.purge.execute(plan.id(), "x", false))
                .isInstanceOf(PlanStaleException.class)
                .hasMessageContaining(log.day(40).toString().substring(0, 7));
        assertThat(log.events()).hasSize(4);
        assertThat(log.receipts.before(Long.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void what_is_purged_is_seen_whole_until_it_is_gone_and_others_are_appended_meanwhile() throws Exception {
        log.order("goes", 0, "PLACED", "DELIVERED");
        log.order("stays", 0, "PLACED");
        RetentionPlan plan = log.plans.make(RetentionFixture.RULE, "x");
        try (Connection reading = log.database.owner().getConnection();
                Statement statement = reading.createStatement()) {
            reading.setAutoCommit(false);
            statement.execute("select from order_event"); // Keeps the table from being replaced.

            CompletableFuture<RetentionReceipt> purge =
                    CompletableFuture.supplyAsync(() -> log.purge.execute(plan.id(), "x", false));
            Await.until(
                    "the partition is marked",
                    () -> log.query("select from order_log_floor where purging_month is not null")
                                    .size()
                            == 1);

            assertThat(log.append("goes", 3)).as("refused for now").isEmpty();
            assertThat(new PurgedStreams(log.application).receipt("goes"))
                    .as("but not as purged")
                    .isEmpty();
            assertThat(log.append("stays", 2)).hasSize(1);
            assertThat(log.append("new", 1)).hasSize(1);
            assertThat(reader.stream("goes", 1, 9, false, 9)).hasSize(2);
            reading.commit();
            assertThat(purge.get().streams()).isEqualTo(1);
        }

        assertThat(reader.stream("goes", 1, 9, false, 9)).isEmpty();
        assertThat(reader.stream("stays", 1, 9, false, 9)).hasSize(2);
        assertThat(log.query("select purging_month from order_log_floor where purging_month is not null"))
                .isEmpty();
    }

    @Test
    void only_one_purge_is_under_way() throws SQLException {
        log.order("goes", 0, "PLACED", "DELIVERED");
        RetentionPlan plan = log.plans.make(RetentionFixture.RULE, "x");
        try (Connection other = log.database.owner().getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("select pg_advisory_lock(hashtext('orderstore.retention'))");

            assertThatThrownBy(() -> log.purge.execute(plan.id(), "x", false))
                    .isInstanceOfSatisfying(
                            PurgeRefusedException.class,
                            e -> assertThat(e.reason()).isEqualTo(PurgeRefusedException.Reason.PURGE_RUNNING));
        }
    }

    @Test
    void what_a_derivation_cannot_lock_is_tried_again() {
        log.order("goes", 0, "PLACED", "DELIVERED");
        RetentionPlan plan = log.plans.make(RetentionFixture.RULE, "x");
        var purge = new Purge(log.retention, new Waiting());

        assertThat(purge.execute(plan.id(), "x", false).streams()).isEqualTo(1);
    }

    /** Finds a table locked at first, and says so in words of its own. */
    private static final class Waiting implements Derivations {
        private int settled;

        @Override
        public List<String> behind(DataSource transaction, Instant cutoff) {
            return List.of();
        }

        @Override
        public void exclude(DataSource transaction) {}

        @Override
        public void forget(DataSource transaction) {}

        @Override
        public void settle(DataSource transaction) {
            if (settled++ == 0) {
                throw new IllegalStateException(new SQLException("canceling statement due to lock timeout", "55P03"));
            }
        }
    }

    @Test
    void what_retention_wrote_down_never_changes() {
        log.order("goes", 0, "PLACED", "DELIVERED");
        log.executePlan();

        for (String table : List.of("retention_plan", "retention_receipt_part", "order_tombstone")) {
            assertThatThrownBy(() -> execute(log.database.owner(), "delete from " + table))
                    .hasMessageContaining("stays written");
        }
        assertThatThrownBy(() ->
                        execute(log.application, "insert into retention_receipt (plan, begun_by) values (1, 'x')"))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> execute(log.application, "select take_out_retention_part(1, '2020-01-01')"))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> execute(log.retention, "delete from order_head"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void a_partition_that_is_still_to_be_filled_stays_there_empty() {
        String now = log.query("select 'order_event_' || to_char(now() at time zone 'UTC', 'YYYY_MM')")
                .getFirst();
        log.append("goes", 1);
        log.database.execute("update order_head set state = '{\"status\":\"CLOSED\"}'");
        var atOnce = new RetentionRule(Duration.ofMillis(1), null, List.of("CLOSED"));

        log.purge.execute(log.plans.make(atOnce, "x").id(), "x", false);

        assertThat(log.query("select count(*) from " + now)).containsExactly("0");
        assertThat(log.append("new", 1)).containsExactly(2L);
    }

    private List<String> appendRun(String stream, int first, int second) {
        return log.query(
                "select event_position from append_runs('{%1$s,%1$s}', '{%2$d,%3$d}',".formatted(stream, first, second)
                        + " '{order.status-changed.v1,order.status-changed.v1}', '{\"{}\",\"{}\"}', '{\"{}\",\"{}\"}',"
                        + " array['','{}'], '{0,1}')");
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
