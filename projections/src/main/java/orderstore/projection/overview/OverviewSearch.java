package orderstore.projection.overview;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import orderstore.order.model.StatusModel;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Finds orders by what they are now. */
public final class OverviewSearch {

    /**
     * One snapshot for what follows, of one generation: the lock is taken before the snapshot, and who shows another
     * generation waits for it. The ranges of an index are to be read in its order, also while statistics do not know
     * yet how many rows there are.
     */
    static final String BEGIN = """
            set transaction isolation level repeatable read, read only;
            set local enable_sort = off;
            set local enable_bitmapscan = off;
            set local jit = off;
            set local max_parallel_workers_per_gather = 0;
            lock table order_overview in access share mode
            """;

    /** Or PostgreSQL, which expects a handful of held orders, compares each with all ranges. */
    static final String BY_HASH = "set local enable_nestloop = off";

    private static final String POSITION = """
            select min(s.position)
            from projection p
            join projection_segment s on s.projection = p.name and s.generation = p.live
            where p.name = ?
            """;

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final StatusModel model;
    private final InstantSource clock;

    public OverviewSearch(DataSource database, StatusModel model, InstantSource clock) {
        this.database = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        this.model = model;
        this.clock = clock;
    }

    /**
     * Finds a page of orders.
     *
     * @param after the last order of the page before; null: the first page
     * @param limit how many at most
     * @return empty if there is no overview yet
     */
    public Optional<OverviewPage> find(
            OverviewFilter filter, OverviewSort sort, @Nullable OverviewKey after, int limit) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // As fine as what it is compared with.
        return transaction.execute(status -> {
            database.sql(BEGIN).update();
            return position().map(position -> page(position, filter, sort, after, limit, now));
        });
    }

    private Optional<Long> position() {
        return database.sql(POSITION)
                .param(Overview.NAME)
                .query((row, number) -> Optional.ofNullable(row.getObject(1, Long.class)))
                .single();
    }

    private OverviewPage page(
            long position,
            OverviewFilter filter,
            OverviewSort sort,
            @Nullable OverviewKey after,
            int limit,
            Instant now) {
        List<OverviewRange> ranges = filter.ranges(OverviewGroups.present(database, filter.sources()), model, now);
        boolean free = filter.held() != null && !filter.held();
        if (ranges.isEmpty()) {
            return new OverviewPage(position, List.of(), null);
        }
        if (filter.held() != null && filter.held()) {
            database.sql(BY_HASH).update();
            return OverviewPage.of(position, orders(RangesQuery.ofHeld(ranges, sort, after, limit + 1)), limit);
        }
        if (sort == OverviewSort.ORDER_ID && ranges.stream().anyMatch(OverviewRange::isBounded)) {
            return query(ByIdQuery.count(ranges)).query(Integer.class).single() <= ByIdQuery.FEW
                    ? OverviewPage.of(position, orders(ByIdQuery.sorted(ranges, free, after, limit + 1)), limit)
                    : walked(position, ByIdQuery.walk(ranges, free, after, limit + 1), limit);
        }
        return OverviewPage.of(position, orders(RangesQuery.of(ranges, free, sort, after, limit + 1)), limit);
    }

    private List<FoundOrder> orders(RangesQuery query) {
        return query(query).query((row, number) -> order(row)).list();
    }

    /** The page of what a walk has met: to its end, to where it rests, or to where the page is full. */
    private OverviewPage walked(long position, RangesQuery walk, int limit) {
        var wanted = new ArrayList<FoundOrder>();
        var rest = new ArrayList<OverviewKey>();
        query(walk).query(row -> {
            if (row.getBoolean("wanted")) {
                wanted.add(order(row));
            }
            if (row.getBoolean("rest")) {
                rest.add(order(row).key());
            }
        });
        return wanted.size() > limit || rest.isEmpty()
                ? OverviewPage.of(position, wanted, limit)
                : new OverviewPage(position, wanted, rest.getFirst());
    }

    private JdbcClient.StatementSpec query(RangesQuery query) {
        return database.sql(query.text()).params(query.parameters());
    }

    private static FoundOrder order(ResultSet row) throws SQLException {
        return new FoundOrder(
                row.getString("order_id"),
                row.getString("status"),
                row.getString("source"),
                time(row, "changed_at"),
                time(row, "opened_at"),
                row.getBoolean("conflicting"),
                row.getBoolean("held"),
                row.getInt("version"),
                row.getLong("position"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
