package orderstore.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Writes history that is older than the test, which the one way into the log does not let anybody do. */
public final class AgedLog {

    private static final String EVENT = """
            with before as (
              select
                h.version, h.hash, h.opened_on,
                greatest(floor.position, (select max(position) from order_event)) + 1 as position
              from order_log_floor floor
              left join order_head h on h.order_id = ?
            ),
            row as (
              select
                position, n.recorded_at, coalesce(opened_on, (n.recorded_at at time zone 'UTC')::date) as opened_on,
                coalesce(version, 0) + 1 as version, n.order_id, n.type, n.payload, n.metadata, hash as previous
              from before
              cross join (select ?::timestamptz as recorded_at, ? as order_id, ? as type, ? as payload,
                '{"actor":"test"}' as metadata) n
            ),
            event as (
              insert into order_event
                (position, recorded_at, opened_on, version, order_id, event_type, payload, metadata, hash)
              select position, recorded_at, opened_on, version, order_id, type::order_event_type, payload, metadata,
                order_event_hash(previous, position, recorded_at, opened_on, version, order_id, type, payload, metadata)
              from row
              returning *
            )
            insert into order_head (recorded_at, opened_on, version, order_id, hash, state)
            select recorded_at, opened_on, version, order_id, hash, ?
            from event
            on conflict (order_id) do update set
              recorded_at = excluded.recorded_at, version = excluded.version, hash = excluded.hash, state = excluded.state
            """;

    private static final String TYPE = "order.status-changed.v1";

    private final TestDatabase database;

    public AgedLog(TestDatabase database) {
        this.database = database;
    }

    /** A plain change of status. */
    public record Told(String order, Instant recordedAt, String changeId, String status) {

        private String payload() {
            return "{\"changeId\":\"%s\",\"kind\":\"command\",\"status\":\"%s\"}".formatted(changeId, status);
        }

        private String state() {
            return "{\"status\":\"%s\"}".formatted(status);
        }
    }

    /** Appends a plain change of status, as if it had been recorded then; times must be told in their order. */
    public void add(String order, Instant recordedAt, String changeId, String status) {
        addAll(List.of(new Told(order, recordedAt, changeId, status)));
    }

    /** The same of many, in one transaction. */
    public void addAll(List<Told> all) {
        all.stream().map(told -> month(told.recordedAt)).distinct().forEach(this::partition);
        try (Connection connection = database.owner().getConnection();
                PreparedStatement statement = connection.prepareStatement(EVENT)) {
            connection.setAutoCommit(false);
            for (Told told : all) {
                add(statement, told.order, told.recordedAt, TYPE, told.payload(), told.state());
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException("Old changes", e);
        }
    }

    /** Appends an event, as if it had been recorded then. */
    public void add(String order, Instant recordedAt, String type, String payload, String state) {
        partition(month(recordedAt));
        try (Connection connection = database.owner().getConnection();
                PreparedStatement statement = connection.prepareStatement(EVENT)) {
            add(statement, order, recordedAt, type, payload, state);
        } catch (SQLException e) {
            throw new IllegalStateException(order, e);
        }
    }

    private static void add(
            PreparedStatement statement, String order, Instant recordedAt, String type, String payload, String state)
            throws SQLException {
        statement.setString(1, order);
        statement.setObject(2, OffsetDateTime.ofInstant(recordedAt, ZoneOffset.UTC));
        statement.setString(3, order);
        statement.setString(4, type);
        statement.setString(5, payload);
        statement.setString(6, state);
        statement.executeUpdate();
    }

    private static YearMonth month(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC));
    }

    private void partition(YearMonth month) {
        database.execute("""
            do $$
            begin
              if to_regclass('order_event_%1$s') is null then
                perform make_order_event_table('order_event_%1$s');
                alter table order_event attach partition order_event_%1$s for values from ('%2$s') to ('%3$s');
              end if;
            end
            $$
            """.formatted(
                        month.format(DateTimeFormatter.ofPattern("uuuu_MM")),
                        month.atDay(1),
                        month.plusMonths(1).atDay(1)));
    }
}
