package orderstore.api.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The read models as SQL folds them from the log, by nothing that the product has, compared with the rows of every
 * generation that goes along: in one snapshot, each order at the place where its segment is.
 */
public final class LogFold {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int SEGMENTS = 16; // At most; each is a part of one of these.

    private static final String TOLD = """
            create temporary table told on commit drop as
            select
              e.position, e.order_id, e.version, o.hash,
              e.payload->>'changeId' as change_id,
              e.payload->>'status' as status,
              e.payload->>'source' as source,
              e.payload->>'corrects' as corrects,
              coalesce((e.payload->>'occurredAt')::timestamptz, e.recorded_at) as at,
              e.event_type in ('order.status-changed.v1', 'order.status-corrected.v1') as applied,
              e.event_type = 'order.report-conflicted.v1' as conflicting
            from (select * from order_event_json offset 0) e -- so that a payload is read once
            join campaign_order o using (order_id)
            """;

    private static final String OVERVIEW = """
            with made as (
              select distinct on (order_id) order_id, status, source, at, version
              from taken
              where applied
              order by order_id, version desc
            )
            select t.order_id, m.status, m.source, bool_or(t.conflicting and t.version > m.version) as conflicting,
              m.at as changed_at, min(t.at) as opened_at, max(t.version) as version, max(t.position) as position
            from taken t
            join made m using (order_id)
            group by t.order_id, m.status, m.source, m.at
            """;

    private static final String OVERVIEW_ROWS = """
            select order_id, status, source, conflicting, changed_at, opened_at, version, position
            from order_overview_%d
            """;

    private static final String ORDERS = """
            select status, count(*)::numeric as orders
            from (select distinct on (order_id) status from taken where applied order by order_id, version desc) made
            group by status
            """;

    private static final String ORDERS_ROWS =
            "select status, sum(orders) as orders from order_count_%d group by status";

    private static final String CHANGES = """
            select date_trunc('hour', at, 'UTC') as hour, status, count(*)::numeric as changes
            from taken
            group by 1, 2
            """;

    private static final String CHANGES_ROWS = """
            select hour, status, sum(changes) as changes
            from status_change_count_%d
            group by hour, status
            """;

    /**
     * A change that was applied ends what was told of later times, and a correction what it corrects. A superseded
     * report is told of its own time, but before the change that was the last when it came. A stay is a run of one
     * status in that order.
     */
    private static final String STAYS = """
            with change as (
              select *,
                max(version) filter (where applied)
                  over (partition by order_id order by version rows between unbounded preceding and 1 preceding) as news,
                min(at) filter (where applied)
                  over (partition by order_id order by version rows between 1 following and unbounded following) as ended
              from taken
              where not conflicting
            ),
            entry as (
              select c.*,
                case when c.applied then c.at else least(c.at, n.at) end as since,
                case when c.applied or c.at < n.at then c.version else n.version end as beside
              from change c
              left join taken n on n.order_id = c.order_id and n.version = c.news
            ),
            kept as (
              select *,
                row_number() over whole - row_number() over (partition by order_id, status
                  order by since, beside, applied, version) as run,
                row_number() over whole as place
              from entry e
              where (ended is null or ended >= since)
                and not exists (
                  select from taken k
                  where k.order_id = e.order_id
                    and k.version > e.version
                    and k.corrects = e.change_id
                )
              window whole as (partition by order_id order by since, beside, applied, version)
            ),
            stay as (
              select order_id, status, min(since) as entered_at, max(since) as changed_at, min(place) as place
              from kept
              group by order_id, status, run
            ),
            line as (
              select *,
                row_number() over whole as ordinal,
                lead(entered_at) over whole as left_at
              from stay
              window whole as (partition by order_id order by place)
            )
            select l.order_id, l.ordinal::integer, l.status, l.entered_at, l.changed_at, l.left_at,
              case when l.left_at is null then v.version end as version
            from line l
            join (select order_id, max(version) as version from taken group by order_id) v using (order_id)
            """;

    private static final String STAYS_ROWS = """
            select order_id, ordinal, status, entered_at, changed_at, left_at, version
            from order_stay_%d
            """;

    private static final Map<String, Map<String, String>> TABLES = Map.of(
            "overview", Map.of(OVERVIEW, OVERVIEW_ROWS),
            "statistics", Map.of(ORDERS, ORDERS_ROWS, CHANGES, CHANGES_ROWS, STAYS, STAYS_ROWS));

    private final JdbcClient database;
    private final TransactionTemplate snapshot;

    /** @param orders every order that there may be: how they are divided into segments is told by their hashes */
    public LogFold(DataSource owner, List<String> orders) {
        this.database = JdbcClient.create(owner);
        this.snapshot = new TransactionTemplate(new JdbcTransactionManager(owner));
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        database.sql("create table campaign_order (order_id text collate \"C\" primary key, hash integer not null)")
                .update();
        database.sql("insert into campaign_order select * from unnest(?::text[], ?::integer[])")
                .param(orders.toArray(String[]::new))
                .param(orders.stream()
                        .map(order -> Math.floorMod(order.hashCode(), SEGMENTS))
                        .toArray(Integer[]::new))
                .update();
    }

    private record Following(String projection, int generation) {}

    /** Waits until every segment is at the end of the log; the last position. */
    long awaitAll() {
        long last = database.sql("select max(position) from order_event")
                .query(Long.class)
                .single();
        Waiting.until(
                "all is taken in",
                PATIENCE,
                () -> database.sql("select min(position) from projection_segment")
                                .query(Long.class)
                                .single()
                        >= last);
        return last;
    }

    /** Every row of every generation must be what the log says. */
    void assertEqual(long seed) {
        assertThat(differences())
                .as("seed %d", seed)
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy((table, lines) -> assertThat(lines).isEmpty());
    }

    /** What differs, by table; empty values where nothing does. */
    public Map<String, String> differences() {
        return Objects.requireNonNull(snapshot.execute(status -> {
            // Before there is a snapshot: of a partition that is replaced later it would see nothing.
            database.sql("lock table order_event, order_stay_layout in access share mode")
                    .update();
            database.sql("set local work_mem = '128MB'").update();
            database.sql(TOLD).update();
            var found = new TreeMap<String, String>();
            database.sql("select projection, generation from projection_generation where following")
                    .query(Following.class)
                    .list()
                    .forEach(following -> compare(following, found));
            return found;
        }));
    }

    private void compare(Following following, Map<String, String> found) {
        take(following);
        Objects.requireNonNull(TABLES.get(following.projection)).forEach((log, rows) -> {
            String actual = rows.formatted(following.generation);
            found.put(actual.replaceAll("(?s).*from (\\w+).*", "$1"), compare(log, actual));
        });
        database.sql("drop table taken").update();
    }

    /** What a generation must have: not what its segment has not come to, not what is parked, not what was skipped. */
    private void take(Following following) {
        database.sql("""
            create temporary table taken on commit drop as
            select t.*
            from told t
            join projection_segment s on s.projection = '%1$s' and s.generation = %2$d
            left join (
              select order_id, min(version) as version
              from projection_dead_letter
              where projection = '%1$s'
                and generation = %2$d
              group by order_id
            ) parked on parked.order_id = t.order_id and parked.version <= t.version
            where t.position <= s.position
              and s.segment = t.hash & (
                select count(*)::integer - 1
                from projection_segment
                where projection = '%1$s'
                  and generation = %2$d
              )
              and parked.order_id is null
              and not exists (
                select from projection_skipped k
                where k.projection = '%1$s'
                  and k.generation = %2$d
                  and k.order_id = t.order_id
                  and k.version = t.version
              )
            """.formatted(following.projection, following.generation)).update();
        database.sql("analyze taken").update();
    }

    private String compare(String log, String rows) {
        return Objects.requireNonNull(
                database.sql("""
            with log as materialized (%s),
            rows as materialized (%s)
            select coalesce(string_agg(line, E'\\n'), '')
            from (
              select 'the log says ' || one as line from (select * from log except all select * from rows) one
              union all
              select 'there is     ' || one from (select * from rows except all select * from log) one
              order by 1
              limit 20
            ) different
            """.formatted(log, rows)).query(String.class).single());
    }
}
