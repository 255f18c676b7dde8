package orderstore.eventlog.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import orderstore.eventlog.LogUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node that dies while it purges keeps nothing from the others, and they finish what it began. */
class DyingOverAPurgeTest {

    private final RetentionFixture log = new RetentionFixture();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void the_mark_of_a_node_that_died_refuses_nothing() {
        log.order("goes", 0, "PLACED", "DELIVERED");
        log.order("is-held", 0, "PLACED", "DELIVERED");
        RetentionPlan plan = log.plans.make(RetentionFixture.RULE, "x");
        var dying = new Purge(log.retention, new Dying(0, this::cutOff));

        assertThatThrownBy(() -> dying.execute(plan.id(), "x", false)).isInstanceOf(LogUnavailableException.class);

        assertThat(log.query("select from order_log_floor where purging_until > clock_timestamp()"))
                .hasSize(1);
        assertThat(log.append("goes", 3)).hasSize(1);
        assertThat(new Holds(log.application).hold("is-held", "a lawsuit", "x")).isPresent();
        assertThat(log.purge.execute(plan.id(), "y", false).stopped()).contains("has changed since plan");
        assertThat(log.events()).hasSize(5);
        assertThat(log.query("select from order_log_floor where purging_until is null"))
                .hasSize(1);
    }

    /** Ends the session with which a node purges, in the middle of it. */
    private void cutOff(DataSource transaction) {
        try (Statement statement = transaction.getConnection().createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            log.database.execute("select pg_terminate_backend(%d, 10000)".formatted(row.getInt(1)));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void what_another_node_left_is_finished() {
        log.order("goes", 0, "PLACED", "DELIVERED");
        log.order("goes-too", 40, "PLACED", "DELIVERED");
        RetentionPlan plan = log.plans.make(RetentionFixture.RULE, "x");
        var dying = new Purge(log.retention, new Dying(1));

        assertThatThrownBy(() -> dying.execute(plan.id(), "x", false)).hasMessage("the node dies");
        RetentionReceipt left = log.receipts.unfinished().getFirst();
        assertThat(left.streams()).isEqualTo(1);
        assertThat(log.events()).hasSize(2);
        assertThat(log.append("goes-too", 3)).as("the mark was taken back").hasSize(1);
        log.database.execute("update order_head set held = true where order_id = 'goes-too'");

        RetentionReceipt finished = log.purge.execute(plan.id(), "y", false);

        assertThat(finished.id()).isEqualTo(left.id());
        assertThat(finished.stopped()).contains(log.partition(40));
        assertThat(log.receipts.unfinished()).isEmpty();
    }
}
