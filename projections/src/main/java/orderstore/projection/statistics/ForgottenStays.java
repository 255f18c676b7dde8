package orderstore.projection.statistics;

import java.time.LocalDate;
import java.util.List;
import orderstore.projection.Forgetting;
import orderstore.projection.Generation;
import orderstore.projection.processing.Generations;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Orders that leave the statistics: their stays, and what the counters have of them in this generation, which is
 * neither what was parked or skipped nor what was not taken in yet.
 */
final class ForgottenStays implements Forgetting {

    private static final String GOING_AND_STAYING = """
            select going.changes as going, staying.changes as staying
            from (select coalesce(sum(version), 0) as changes from order_going) going
            cross join (
              select coalesce(sum(version), 0) as changes
              from order_head
              where opened_on >= :month
                and opened_on < :end
            ) staying
            """;

    /** A row that stays is written again, with its place in three indexes; one that goes is but marked. */
    private static final int AS_LONG_AS_DELETING = 3;

    /** Each order by its key, so that what is not asked for is not read. */
    private static final String CHANGES = """
            select hour, status, bucket, count(*) as many
            from (
              select
                date_trunc('hour', coalesce((e.payload ->> 'occurredAt')::timestamptz, e.recorded_at), 'UTC') as hour,
                e.payload ->> 'status' as status,
                o.bucket
              from (select order_id, order_bucket(order_id) as bucket from %s as wanted offset 0) o
              join (
                select segment, position, count(*) over () as segments
                from projection_segment
                where projection = :projection
                  and generation = :generation
              ) p on p.segment = o.bucket & (p.segments - 1)
              cross join lateral (
                select version, recorded_at, payload::json as payload
                from order_event
                where order_id = o.order_id
                  and position <= p.position
                  and opened_on >= :month
                  and opened_on < :end
                offset 0
              ) e
              where (o.order_id, e.version) not in (
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
            ) taken
            group by hour, status, bucket
            """;

    private final Generation generation;
    private final String stays;
    private final ForgottenCounts changes;
    private final ForgottenCounts orders;
    private LocalDate month = LocalDate.EPOCH;
    private boolean nearlyAllGoes;

    ForgottenStays(Generation generation) {
        this.generation = generation;
        this.stays = generation.table(Statistics.STAYS.base());
        this.changes = new ForgottenCounts(
                generation.table(Statistics.CHANGES.base()), List.of("hour", "status", "bucket"), "changes", CHANGES);
        this.orders = new ForgottenCounts(
                generation.table(Statistics.ORDERS.base()), List.of("status", "bucket"), "orders", """
                select s.status, order_bucket(o.order_id) as bucket, count(*) as many
                from %%s as o
                cross join lateral (
                  select status
                  from %s s
                  where s.order_id = o.order_id
                    and s.month = :month
                    and s.left_at is null
                  offset 0
                ) s
                group by 1, 2
                """.formatted(
                                stays));
    }

    @Override
    public void forget(JdbcClient database) {
        month = database.sql("select date_trunc('month', min(opened_on))::date from order_going")
                .query((row, number) -> row.getDate(1).toLocalDate())
                .single();
        Share share = asked(database.sql(GOING_AND_STAYING)).query(Share.class).single();
        nearlyAllGoes = share.going() >= share.staying() * AS_LONG_AS_DELETING;
        if (nearlyAllGoes) {
            return;
        }
        for (ForgottenCounts counts : List.of(changes, orders)) {
            counts.find(asked(database.sql(counts.question(share.going() <= share.staying()))));
        }
        asked(database.sql("""
                delete from %s s
                using order_going g
                where s.order_id = g.order_id
                  and s.month = :month
                """.formatted(stays))).update();
    }

    /** Changes of the month. */
    private record Share(long going, long staying) {}

    private JdbcClient.StatementSpec asked(JdbcClient.StatementSpec statement) {
        return statement
                .param("month", month)
                .param("end", month.plusMonths(1))
                .param("projection", generation.projection())
                .param("generation", generation.number());
    }

    @Override
    public void settle(JdbcClient database) {
        new Generations(database).lockSegments(generation); // Batches write the same rows, in an order of theirs.
        if (nearlyAllGoes) {
            database.sql("select replace_projection_part(?, ?, ?)::text")
                    .params(Statistics.STAYS.base(), generation.number(), month)
                    .query()
                    .singleRow();
            for (ForgottenCounts counts : List.of(changes, orders)) {
                asked(database.sql(counts.empty())).update();
                asked(database.sql(counts.recount())).update();
            }
        } else {
            changes.takeOff(database, month);
            orders.takeOff(database, month);
        }
    }
}
