package orderstore.api.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import orderstore.api.launch.StartRefused;
import orderstore.api.security.Role;
import orderstore.eventlog.LogUnavailableException;
import orderstore.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/** So much may wait, and what ended is forgotten after a while. */
class LimitingTheQueueTest {

    private static final Origin WRITER = new Origin("writer", Set.of(Role.WRITER), "1".repeat(32), false);

    @Test
    void what_is_too_many_or_too_much_is_not_queued() {
        try (var database = TestDatabase.migrated();
                var pool = database.application(2)) {
            var jdbc = JdbcClient.create(pool);
            var intake = new OperationIntake(jdbc, settings(2));
            assertThatThrownBy(() -> intake.add(UUID.randomUUID(), WRITER, change(2 << 20)))
                    .isInstanceOf(LogUnavailableException.class);

            intake.add(UUID.randomUUID(), WRITER, change(10));
            intake.add(UUID.randomUUID(), WRITER, change(10));

            assertThatThrownBy(() -> intake.add(UUID.randomUUID(), WRITER, change(10)))
                    .isInstanceOf(LogUnavailableException.class)
                    .hasMessageContaining("at most 2 operations");
            assertThatThrownBy(() -> intake.checkRoom(0)).isInstanceOf(LogUnavailableException.class);
            database.execute("update operation set ended_at = clock_timestamp() - interval '2 days'");
            intake.add(UUID.randomUUID(), WRITER, change(10));

            new OperationRegister(jdbc).removeAfter(Duration.ofDays(1), 10);
            assertThat(database.rows("select count(*) from operation")).containsExactly("1");
        }
    }

    @Test
    void what_ended_is_removed_so_many_at_a_time() {
        try (var database = TestDatabase.migrated();
                var pool = database.application(2)) {
            var jdbc = JdbcClient.create(pool);
            var register = new OperationRegister(jdbc);
            var parts = new OperationParts(jdbc);
            var open = UUID.randomUUID();
            parts.add(open, 0, new byte[10]);
            new OperationIntake(jdbc, settings(2)).add(open, WRITER, 10, 1);
            database.execute("""
                    insert into operation (id, kind, lane, actor, roles, trace_id, trace_sent, size, ended_at)
                    select gen_random_uuid(), 'upload', 'l', 'writer', '{}', 't', false, 1, now() - interval '2 days'
                    from generate_series(1, 25);
                    insert into operation_part (operation, number, bytes)
                    select id, 0, 'x'
                    from operation
                    where ended_at is not null;
                    update operation_part
                    set at = at - interval '2 days'
                    """);

            assertThat(parts.removeLeftOver(10)).isEqualTo(10);
            assertThat(register.removeAfter(Duration.ofDays(1), 10)).isEqualTo(10);
            assertThat(parts.removeLeftOver(100)).isEqualTo(15);
            assertThat(register.removeAfter(Duration.ofDays(1), 100)).isEqualTo(15);

            assertThat(database.rows("select operation from operation_part")).containsExactly(open.toString());
            assertThat(database.rows("select id from operation")).containsExactly(open.toString());
        }
    }

    @Test
    void settings_that_cannot_be_used_are_all_told() {
        assertThatThrownBy(() -> new OperationSettings(
                        0, DataSize.ofBytes(1), DataSize.ofMegabytes(64), Duration.ZERO, Duration.ofMinutes(1)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("max-waiting is 0")
                .hasMessageContaining("max-waiting-size is 1")
                .hasMessageContaining("kept in ms is 0");
    }

    private static OperationSettings settings(int most) {
        return new OperationSettings(
                most, DataSize.ofMegabytes(1), DataSize.ofMegabytes(64), Duration.ofDays(7), Duration.ofMinutes(1));
    }

    private static QueuedChange change(int bytes) {
        return new QueuedChange("o-1", "c-1", "anything", new byte[bytes]);
    }
}
