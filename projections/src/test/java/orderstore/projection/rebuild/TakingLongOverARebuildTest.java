package orderstore.projection.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import orderstore.projection.ChangeLog;
import orderstore.projection.LoggedChange;
import orderstore.projection.OrderRange;
import orderstore.projection.Projection;
import orderstore.projection.overview.Overview;
import orderstore.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        Node node = hasty(node(), new Overview(), new SlowlyPlanned());

        long id = node.rebuilds().start("overview", true, "ann").id();

        Rebuild ended = node.awaitState(id, RebuildState.PROMOTED);
        assertThat(Objects.requireNonNull(ended.differences()).none()).isTrue();
    }

    @Test
    void what_a_new_version_makes_is_compared() throws SQLException {
        Node old = node();
        awaitAll(old);
        old.projections().close();
        var changed = new Changed(2, UnaryOperator.identity());
        Node next = hasty(node(changed, 100), changed, log);

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
            awaitThatWhoIsIdleIsLongSo();
            assertThat(lines("""
                    select pid::text
                    from pg_stat_activity
                    where datname = current_database()
                      and state = 'idle in transaction'
                    """)).as("this test, and who has the rebuild").hasSize(2);
            holding.rollback();
        }

        long id = next.rebuilds().last("overview").orElseThrow().id();
        Rebuild ended = next.awaitState(id, RebuildState.PROMOTED);
        assertThat(Objects.requireNonNull(ended.differences()).none()).isTrue();
    }

    /** With whatever is allowed, by one worker of as many as are allowed. */
    @ParameterizedTest
    @CsvSource({"1, 100", "16, 100", "2, 20000", "16, 10000000", "1, 0"})
    void at_no_rate_does_a_worker_wait_for_long_with_its_range_open(int workers, int rate) {
        var limits = new RebuildLimits(workers, 20_000, rate);
        var throttle = new Throttle(log, (double) rate / workers);

        assertThat(limits.changesOfARange()).isBetween(500, 20_000);
        assertThat(throttle.together()).isBetween(100, 5_000);
        if (rate > 0) {
            assertThat((double) throttle.together() * workers / rate).isLessThanOrEqualTo(20);
        }
    }

    /** A log of which the ranges are told only when whoever plans has been idle for long. */
    private final class SlowlyPlanned implements ChangeLog {

        @Override
        public List<OrderRange> ranges(int changes) {
            awaitThatWhoIsIdleIsLongSo();
            return log.ranges(changes);
        }

        @Override
        public List<LoggedChange> read(long after, long through, int limit) {
            return log.read(after, through, limit);
        }

        @Override
        public List<LoggedChange> histories(Collection<String> orderIds) {
            return log.histories(orderIds);
        }

        @Override
        public long lastPosition() {
            return log.lastPosition();
        }

        @Override
        public void read(OrderRange range, long through, Consumer<LoggedChange> each) {
            log.read(range, through, each);
        }
    }
}
