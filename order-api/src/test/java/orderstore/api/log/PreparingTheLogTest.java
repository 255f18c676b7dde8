package orderstore.api.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import orderstore.api.launch.StartRefused;
import orderstore.api.security.RunningServer;
import orderstore.testing.TestDatabase;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/** What is seen to before the log is written. */
class PreparingTheLogTest extends RunningServer {

    @Autowired
    private TransactionManager transactions;

    @Autowired
    private EventStorageEngine engine;

    @Autowired
    private HikariDataSource pool;

    @Autowired
    @Qualifier("writer")
    private HikariDataSource writer;

    @Autowired
    private LogSettings settings;

    @Test
    void the_writer_gives_a_silent_server_up_when_nobody_waits_for_its_answer_any_more() throws SQLException {
        try (Connection written = writer.getConnection();
                Connection read = pool.getConnection()) {
            long waitedFor = settings.deadline().multipliedBy(2).toMillis();

            assertThat(written.getNetworkTimeout()).isBetween((int) waitedFor + 1_000, (int) waitedFor + 2_000);
            assertThat(read.getNetworkTimeout()).isEqualTo(40_000);
        }
    }

    /** Not that of the pool; and it is over before the transaction is ended with its session. */
    @Test
    void the_writer_waits_for_the_lock_for_nearly_its_deadline() {
        var sql = JdbcClient.create(writer);
        long deadline = settings.deadline().toMillis();

        assertThat(milliseconds(sql, "lock_timeout")).isEqualTo(deadline * 9 / 10);
        assertThat(milliseconds(sql, "statement_timeout")).isEqualTo(deadline);
    }

    private static long milliseconds(JdbcClient sql, String setting) {
        return sql.sql("select setting from pg_settings where name = ?")
                .param(setting)
                .query(Long.class)
                .single();
    }

    @Test
    void axon_has_the_transactions_of_the_database_and_our_log() {
        assertThat(transactions).isInstanceOf(SpringTransactionManager.class);
        assertThat(engine).isInstanceOf(orderstore.eventlog.PostgresEventStorageEngine.class);
    }

    @Test
    void a_server_that_may_lose_what_it_acknowledged_is_refused_unless_that_is_accepted() {
        try (TestDatabase database = TestDatabase.migrated()) {
            PGSimpleDataSource connections = database.owner();
            connections.setOptions("-c synchronous_commit=off");

            assertThatThrownBy(() -> new LogReadiness(connections, settings(3, false), new SimpleMeterRegistry()))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContainingAll(
                            "synchronous_commit=off", "may be lost", "risk-losing-acknowledged-changes=true");
            assertThat(new LogReadiness(connections, settings(3, true), new SimpleMeterRegistry()))
                    .isNotNull();
        }
    }

    @Test
    void months_that_are_missing_are_made_and_while_they_cannot_be_the_alarm_rings() {
        try (TestDatabase database = TestDatabase.migrated();
                HikariDataSource connections = database.application(2)) {
            MeterRegistry metrics = new SimpleMeterRegistry();
            var readiness = new LogReadiness(connections, settings(2, true), metrics);
            assertThat(gauge(metrics, "orderstore.log.partitions.alarm")).isZero();
            assertThat(gauge(metrics, "orderstore.log.partitions.months.ahead")).isEqualTo(3);

            database.execute("do $$ declare p regclass; begin for p in select inhrelid::regclass from pg_inherits"
                    + " where inhparent = 'order_event'::regclass order by 1 desc limit 2"
                    + " loop execute 'drop table ' || p; end loop; end $$");
            database.execute("revoke execute on function make_order_event_partitions from orderstore_app");
            readiness.lookAfterPartitions();
            assertThat(gauge(metrics, "orderstore.log.partitions.months.ahead")).isEqualTo(1);
            assertThat(gauge(metrics, "orderstore.log.partitions.alarm")).isEqualTo(1);

            database.execute("grant execute on function make_order_event_partitions to orderstore_app");
            readiness.lookAfterPartitions();
            assertThat(gauge(metrics, "orderstore.log.partitions.alarm")).isZero();
        }
    }

    @Test
    void settings_that_make_no_sense_are_refused_all_at_once() {
        assertThatThrownBy(() -> new LogSettings(
                        1,
                        false,
                        0,
                        DataSize.ofKilobytes(1),
                        0,
                        Duration.ofHours(1),
                        0,
                        DataSize.ofBytes(1),
                        Duration.ofMillis(1)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContainingAll(
                        "months-ahead is 1, allowed are 2 to 60",
                        "batch-events is 0",
                        "batch-size is 1024",
                        "queue is 0",
                        "deadline in ms is 3600000",
                        "cached-orders is 0",
                        "cache-size is 1,",
                        "poll-interval in ms is 1,");
    }

    private static LogSettings settings(int monthsAhead, boolean risk) {
        return new LogSettings(
                monthsAhead,
                risk,
                10,
                DataSize.ofMegabytes(1),
                10,
                Duration.ofSeconds(5),
                10,
                DataSize.ofMegabytes(1),
                Duration.ofSeconds(1));
    }

    private static double gauge(MeterRegistry metrics, String name) {
        return metrics.get(name).gauge().value();
    }
}
