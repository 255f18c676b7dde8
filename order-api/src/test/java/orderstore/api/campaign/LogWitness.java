package orderstore.api.campaign;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What was ever in the log, and when orders were held, as triggers of the database saw it; and what of it may have been
 * purged, as SQL says that has nothing of the product but plans, receipts, tombstones and archives, which it doubts.
 */
final class LogWitness {

    private static final String WATCH = """
            create table campaign_event (like order_event);
            create function campaign_event() returns trigger
            language plpgsql security definer set search_path = public, pg_temp as $$
            begin
              insert into campaign_event select (new).*;
              return null;
            end
            $$;
            create trigger campaign_sees_it after insert on order_event
              for each row execute function campaign_event();

            create table campaign_head (order_id text collate "C" primary key, head text not null);
            create table campaign_hold (
              order_id  text         not null collate "C",
              held      boolean      not null,
              at        timestamptz  not null default clock_timestamp()
            );
            create function campaign_head() returns trigger
            language plpgsql security definer set search_path = public, pg_temp as $$
            begin
              insert into campaign_head values (new.order_id, new::text)
              on conflict (order_id) do update set head = excluded.head;
              if tg_op = 'UPDATE' and old.held <> new.held then
                insert into campaign_hold (order_id, held) values (new.order_id, new.held);
              end if;
              return null;
            end
            $$;
            create trigger campaign_sees_it after insert or update on order_head
              for each row execute function campaign_head();
            """;

    /** What each order was when it went, or is now; who took it; and what retention says of each part that it purged. */
    private static final String SUM_UP = """
            drop table if exists campaign_order_now, campaign_part;
            create table campaign_order_now as
            select
              e.order_id,
              min(date_trunc('month', e.opened_on))::date as month,
              count(*) as changes,
              max(e.recorded_at) as quiet_since,
              (array_agg(e.payload::json ->> 'status' order by e.version desc)
                filter (where e.event_type::text in ('order.status-changed.v1', 'order.status-corrected.v1')))[1] as status,
              (select held from campaign_hold h where h.order_id = e.order_id order by at desc limit 1) as held,
              not exists (select from order_head h where h.order_id = e.order_id) as gone,
              (select receipt from order_tombstone t where t.id_hash = order_id_hash(e.order_id)) as receipt
            from campaign_event e
            group by e.order_id;
            create table campaign_part as
            select d.receipt, d.month, d.orders, d.changes, d.purged_at, p.cutoff, p.settled, p.made_at
            from retention_receipt_part d
            join retention_receipt r on r.id = d.receipt
            join retention_plan p on p.id = r.plan
            """;

    /** Each question is answered by what is wrong. */
    private static final List<String> WRONG = List.of(
            """
            select 'of what stays an event is lost or changed: ' || order_id || ' ' || version
            from (
              select e.* from campaign_event e
              join campaign_order_now o on o.order_id = e.order_id and not o.gone
              except all select * from order_event
            ) lost
            """,
            """
            select 'an event is where none should be: ' || order_id || ' ' || version
            from (
              select * from order_event
              except all
              select e.* from campaign_event e
              join campaign_order_now o on o.order_id = e.order_id and not o.gone
            ) extra
            """,
            """
            select 'a head is another: ' || order_id
            from (
              (select order_id, head from campaign_head join campaign_order_now using (order_id) where not gone
               except select h.order_id, h::text from order_head h)
              union all
              (select h.order_id, h::text from order_head h except select order_id, head from campaign_head)
            ) other
            """,
            """
            select 'an order and its tombstone do not go together: ' || order_id
            from campaign_order_now
            where gone <> (receipt is not null)
            """,
            """
            select 'a tombstone of no order: ' || encode(id_hash, 'hex')
            from order_tombstone t
            where not exists (select from campaign_order_now o where order_id_hash(o.order_id) = t.id_hash)
            """,
            """
            select 'an order went that may not: ' || o::text
            from campaign_order_now o
            left join campaign_part p on p.receipt = o.receipt and p.month = o.month
            where o.gone
              and (o.status = any (p.settled) and o.quiet_since < p.cutoff and not coalesce(o.held, false)) is not true
            """,
            """
            select 'an order was left that may go: ' || o.order_id || ' by receipt ' || p.receipt
            from campaign_part p
            join campaign_order_now o on o.month = p.month and (o.receipt is null or o.receipt > p.receipt)
            cross join lateral (
              select
                max(e.recorded_at) as quiet_since,
                (array_agg(e.payload::json ->> 'status' order by e.version desc)
                  filter (where e.event_type::text in ('order.status-changed.v1', 'order.status-corrected.v1')))[1]
                  as status
              from campaign_event e
              where e.order_id = o.order_id
                and e.recorded_at <= p.purged_at
            ) then_it
            where then_it.quiet_since < p.cutoff
              and then_it.status = any (p.settled)
              and not exists (
                select
                from campaign_hold h
                where h.order_id = o.order_id
                  and h.held
                  and h.at <= p.purged_at
                  and not exists (
                    select
                    from campaign_hold r
                    where r.order_id = h.order_id
                      and not r.held
                      and r.at > h.at
                      and r.at < p.made_at
                  )
              )
            """,
            """
            select 'a receipt counts what did not go: ' || p::text
            from campaign_part p
            left join (
              select receipt, month, count(*) as orders, sum(changes) as changes
              from campaign_order_now
              where gone
              group by receipt, month
            ) o using (receipt, month)
            where (p.orders, p.changes) is distinct from (o.orders, o.changes)
            """,
            """
            select 'an archive is missing, or is not the one of the receipt: ' || p.archive
            from retention_receipt_part p
            left join campaign_archive a on a.name = p.archive
            where a.sha256 is distinct from p.archive_sha256
               or p.archive is null
            """,
            """
            select 'an archive has not just what went: ' || coalesce(a::text, w::text)
            from (
              select
                name,
                (line ->> 'orderId') collate "C" as order_id,
                (line ->> 'version')::integer as version,
                (line ->> 'position')::bigint as position,
                (line ->> 'recordedAt')::timestamptz as recorded_at,
                line ->> 'changeId' as change_id,
                line ->> 'status' as status,
                line ->> 'hash' as last_hash
              from campaign_archived
              where name in (select archive from retention_receipt_part)
            ) a
            full join (
              select
                p.archive as name,
                e.order_id,
                e.version,
                e.position,
                e.recorded_at,
                e.payload::json ->> 'changeId' as change_id,
                e.payload::json ->> 'status' as status,
                case when e.version = o.changes then encode(e.hash, 'hex') end as last_hash
              from campaign_event e
              join campaign_order_now o on o.order_id = e.order_id and o.gone
              join retention_receipt_part p on p.receipt = o.receipt and p.month = o.month
            ) w on w.name = a.name and w.order_id = a.order_id and w.version = a.version
            where (a.*) is distinct from (w.*)
            """,
            """
            select 'something is left of an order that went: ' || order_id
            from (
              select order_id from projection_dead_letter
              union all select order_id from projection_skipped
              union all select order_id from order_hold
            ) left_over
            join campaign_order_now using (order_id)
            where gone
            """,
            """
            select 'an execution has not ended: ' || r.id
            from retention_receipt r
            where not exists (select from retention_receipt_end e where e.receipt = r.id)
            """,
            "select 'a mark was left' from order_log_floor where purging_month is not null");

    private final JdbcClient database;

    LogWitness(DataSource owner) {
        this.database = JdbcClient.create(owner);
        database.sql(WATCH).update();
    }

    /** What is not as it should be, in the log and in the archives, while nobody appends or purges. */
    List<String> wrong(Archives archives) throws IOException, InterruptedException {
        archives.show(database);
        database.sql(SUM_UP).update();
        var wrong = new ArrayList<String>();
        for (String question : WRONG) {
            wrong.addAll(database.sql(question + " limit 10")
                    .query((row, number) -> row.getString(1))
                    .list());
        }
        return wrong;
    }

    long gone() {
        return database.sql("select count(*) from order_tombstone")
                .query(Long.class)
                .single();
    }

    /** The positions that the log still has. */
    List<Long> positions() {
        return database.sql("select position from order_event order by position")
                .query((row, number) -> row.getLong(1))
                .list();
    }
}
