package orderstore.projection.statistics;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import orderstore.projection.Generation;
import orderstore.projection.ProjectionTable;
import orderstore.projection.statistics.Figures.HourCount;
import orderstore.projection.statistics.Figures.Orders;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Asks the statistics that readers see. All that an answer says is of one moment: its position is that of the
 * generation that was asked, whatever is switched meanwhile.
 */
public final class StatisticsQuery {

    /** So many who ask for everything are answered at once; they may take seconds, and others want connections too. */
    private static final int AT_ONCE = 2;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final String LIVE = """
            select p.live, min(s.position)
            from projection p
            join projection_segment s on s.projection = p.name and s.generation = p.live
            where p.name = ?
            group by p.live
            """;

    static final String ORDERS = """
            select status, sum(orders)::bigint
            from %s
            group by status
            order by status
            """;

    /** From the index alone: of each status the stays that began too long ago. */
    static final String OVERDUE = """
            select o.status, late.orders
            from unnest(?::text[], ?::timestamptz[]) o (status, before)
            cross join lateral (
              select count(*) as orders
              from %s s
              where s.left_at is null
                and s.status = o.status
                and s.changed_at < o.before
            ) late
            where late.orders > 0
            order by o.status
            """;

    static final String CHANGES = """
            select hour, status, sum(changes)::bigint
            from %s
            where hour >= coalesce(?::timestamptz, '-infinity')
              and hour < coalesce(?::timestamptz, 'infinity')
            group by hour, status
            order by hour, status
            limit ?
            """;

    private final JdbcClient database;
    private final DwellQuery dwell;
    private final TransactionTemplate moment;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    public StatisticsQuery(DataSource database) {
        this.database = JdbcClient.create(database);
        this.dwell = new DwellQuery(this.database);
        this.moment = new TransactionTemplate(new JdbcTransactionManager(database));
        moment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        moment.setReadOnly(true);
    }

    /**
     * How many orders are in each status.
     *
     * @param overdueBefore for each status: an order whose status is older is overdue; none for a status without that
     * @throws TransientDataAccessResourceException if there are no statistics yet
     */
    public Orders orders(Map<String, Instant> overdueBefore) {
        return moment.execute(snapshot -> orders(live(), overdueBefore));
    }

    /**
     * All of it.
     *
     * @param from hours that begin, and stays that end, at this time or later; null: all
     * @param to and before this time; null: all
     * @param most so many hours, counted for each status, at most
     * @param mostChanges so many changes in them at most, of which each may have ended a stay
     * @return empty if there are more
     * @throws TransientDataAccessResourceException if there are none yet, or too many ask at once
     */
    public Optional<Figures> figures(
            Map<String, Instant> overdueBefore,
            @Nullable Instant from,
            @Nullable Instant to,
            int most,
            long mostChanges)
            throws InterruptedException {
        if (!turns.tryAcquire(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new TransientDataAccessResourceException("Too many ask for statistics at once.");
        }
        try {
            return read(overdueBefore, from, to, most, mostChanges);
        } finally {
            turns.release();
        }
    }

    private Optional<Figures> read(
            Map<String, Instant> overdueBefore,
            @Nullable Instant from,
            @Nullable Instant to,
            int most,
            long mostChanges) {
        return moment.execute(snapshot -> {
            // Planned for the range that is asked for, so that of many rows several processes read.
            database.sql("set local plan_cache_mode = force_custom_plan").update();
            Live live = live();
            List<HourCount> changes = changes(live, from, to, most + 1);
            long total = changes.stream().mapToLong(HourCount::count).sum();
            return changes.size() > most || total > mostChanges
                    ? Optional.empty()
                    : Optional.of(new Figures(
                            orders(live, overdueBefore),
                            changes,
                            dwell.dwell(live.table(Statistics.STAYS), text(from), text(to))));
        });
    }

    /** The generation that readers see, and its place in the log. */
    private record Live(Generation generation, long position) {
        String table(ProjectionTable table) {
            return generation.table(table.base());
        }

        String sql(String text, ProjectionTable table) {
            return text.formatted(table(table));
        }
    }

    private Live live() {
        // Before there is a snapshot: of a part that a purge replaces later it would see nothing.
        database.sql("lock table order_stay_layout in access share mode").update();
        return database.sql(LIVE)
                .param(Statistics.NAME)
                .query((row, number) -> new Live(new Generation(Statistics.NAME, row.getInt(1)), row.getLong(2)))
                .optional()
                .orElseThrow(() -> new TransientDataAccessResourceException("The statistics are not made yet."));
    }

    private Orders orders(Live live, Map<String, Instant> overdueBefore) {
        Map<String, Long> all = counts(database.sql(live.sql(ORDERS, Statistics.ORDERS)));
        Map<String, Long> overdue = counts(database.sql(live.sql(OVERDUE, Statistics.STAYS))
                .param(overdueBefore.keySet().toArray(String[]::new))
                .param(overdueBefore.values().stream().map(Instant::toString).toArray(String[]::new)));
        return new Orders(live.position(), all, overdue);
    }

    private static Map<String, Long> counts(JdbcClient.StatementSpec statement) {
        var counts = new LinkedHashMap<String, Long>();
        statement
                .query((row, number) -> Map.entry(row.getString(1), row.getLong(2)))
                .list()
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return counts;
    }

    private List<HourCount> changes(Live live, @Nullable Instant from, @Nullable Instant to, int limit) {
        return database.sql(live.sql(CHANGES, Statistics.CHANGES))
                .param(text(from))
                .param(text(to))
                .param(limit)
                .query((row, number) -> new HourCount(
                        row.getObject(1, OffsetDateTime.class).toInstant(), row.getString(2), row.getLong(3)))
                .list();
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
