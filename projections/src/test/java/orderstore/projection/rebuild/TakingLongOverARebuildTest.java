package orderstore.projection.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import orderstore.projection.ChangeLog;
import orderstore.projection.Projection;
import orderstore.projection.overview.Overview;
import orderstore.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a rebuild has locked it keeps for as long as it needs, though sessions that do nothing are ended soon. */
class TakingLongOverARebuildTest extends RebuiltOverview {

    private final HikariDataSource hasty = hasty();

    private HikariDataSource hasty() {
        var config = new HikariConfig();
        config.setJdbcUrl(log.database.url());
        config.setConnectionInitSql("set role orderstore_app; set idle_in_transaction_session_timeout = '200ms'");
        return new HikariDataSource(config);
    }

    @BeforeEach
    void some_orders() {
        append(300);
    }

    @AfterEach
    void end() {
        hasty.close();
    }

    /** Nobody is still to be ended for being idle. */
    private void awaitThatWhoIsIdleIsLongSo() {
        Await.until("nobody has been idle for a short time", () -> lines("""
                select pid::text
                from pg_stat_activity
                where datname = current_database()
                  and state = 'idle in transaction'
                  and state_change > clock_timestamp() - interval '1s'
                """).isEmpty());
    }

    private Node hasty(Node node, Projection projection, ChangeLog changes) {
        var rebuilds = new Rebuilds(List.of(projection), changes, hasty, hasty, 2, new RebuildLimits(2, 100, 0));
        open.addFirst(rebuilds);
        return new Node(node.projections(), rebuilds);
    }

    @Test
    void a_plan_is_made() {
        Node node = hasty(node(), new Overview(), new PlannedLog(changes -> {
            awaitThatWhoIsIdleIsLongSo();
            return log.ranges(changes);
        }));

        long id = node.rebuilds().start("overview", true, "ann").id();

        Rebuild ended = node.awaitState(id, RebuildState.PROMOTED);
        assertThat(Objects.requireNonNull(ended.differences()).none()).isTrue();
    }

    @Test
    void what_a_new_version_makes_is_compared() throws SQLException {
        Node next = newVersion();

        whileTheComparisonWaits(next, () -> {
            awaitThatWhoIsIdleIsLongSo();
            assertThat(lines("""
                    select pid::text
                    from pg_stat_activity
                    where datname = current_database()
                      and state = 'idle in transaction'
                    """)).as("this test, and who has the rebuild").hasSize(2);
        });

        long id = next.rebuilds().last("overview").orElseThrow().id();
        Rebuild ended = next.awaitState(id, RebuildState.PROMOTED);
        assertThat(Objects.requireNonNull(ended.differences()).none()).isTrue();
    }

    @Test
    void a_node_that_stops_does_not_wait_for_it() throws SQLException {
        Node next = newVersion();

        whileTheComparisonWaits(next, () -> assertTimeoutPreemptively(Duration.ofMinutes(1), next.rebuilds()::close));
    }

    private Node newVersion() {
        Node old = node();
        awaitAll(old);
        old.projections().close();
        var changed = new Changed(2, UnaryOperator.identity());
        return hasty(node(changed, 100), changed, log);
    }

    private void whileTheComparisonWaits(Node next, Runnable then) throws SQLException {
        try (Connection holding = log.database.owner().getConnection()) {
            holding.setAutoCommit(false);
            holding.createStatement().execute("lock table order_overview_1 in access exclusive mode");
            next.rebuilds().renew();
            Await.until("the comparison waits", () -> !lines("""
                    select pid::text
                    from pg_stat_activity
                    where datname = current_database()
                      and wait_event_type = 'Lock'
                      and query like '%order_overview_1%'
                    """).isEmpty());
            then.run();
            holding.rollback();
        }
    }
}
