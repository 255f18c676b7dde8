package orderstore.projection.statistics;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import orderstore.projection.Forgetting;
import orderstore.projection.ForgottenRows;
import orderstore.projection.Generation;
import orderstore.projection.statistics.Counts.HourKey;
import orderstore.projection.statistics.Counts.OrderKey;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Orders that leave the statistics: their stays, and what the counters have of them in this generation, which is
 * neither what was parked or skipped nor what was not taken in yet.
 */
final class ForgottenStays implements Forgetting {

    private static final String CHANGES = """
            with going as materialized (
              select order_id, order_bucket(order_id) as bucket
              from order_going
            ),
            place as (
              select segment, position, count(*) over () as segments
              from projection_segment
              where projection = :projection
                and generation = :generation
            )
            select
              date_trunc('hour', coalesce((e.payload::json ->> 'occurredAt')::timestamptz, e.recorded_at), 'UTC')
                as hour,
              e.payload::json ->> 'status' as status,
              g.bucket,
              count(*)
            from going g
            join place p on p.segment = g.bucket & (p.segments - 1)
            join order_event e on e.order_id = g.order_id and e.position <= p.position
            where e.opened_on >= :from
              and e.opened_on < :to
              and (e.order_id, e.version) not in (
                select order_id, version
                from projection_dead_letter
                where projection = :projection
                  and generation = :generation
                union all
                select order_id, version
                from projection_skipped
                where projection = :projection
                  and generation = :generation
              )
            group by 1, 2, 3
            """;

    private final Generation generation;
    private final Forgetting stays;
    private final CountStatements statements;
    private Counts counts = new Counts();

    ForgottenStays(Generation generation) {
        this.generation = generation;
        this.stays = new ForgottenRows(generation, List.of(Statistics.STAYS));
        this.statements = new CountStatements(
                generation.table(Statistics.CHANGES.base()), generation.table(Statistics.ORDERS.base()));
    }

    @Override
    public void forget(JdbcClient database) {
        counts = new Counts();
        database.sql("""
            select s.status, order_bucket(g.order_id) as bucket, count(*)
            from order_going g
            join %s s on s.order_id = g.order_id
            where s.left_at is null
            group by 1, 2
            """.formatted(generation.table(Statistics.STAYS.base()))).query(row -> {
            counts.orders(new OrderKey(row.getString(1), row.getShort(2)), -row.getLong(3));
        });
        LocalDate month = database.sql("select date_trunc('month', min(opened_on))::date from order_going")
                .query((row, number) -> row.getDate(1).toLocalDate())
                .single();
        database.sql(CHANGES)
                .param("projection", generation.projection())
                .param("generation", generation.number())
                .param("from", month)
                .param("to", month.plusMonths(1))
                .query(row -> {
                    var hour = row.getObject(1, OffsetDateTime.class).toInstant();
                    counts.changes(new HourKey(hour, row.getString(2), row.getShort(3)), -row.getLong(4));
                });
        stays.forget(database);
    }

    @Override
    public void settle(JdbcClient database) {
        statements.write(database, counts);
    }
}
