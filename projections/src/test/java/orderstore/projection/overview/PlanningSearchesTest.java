package orderstore.projection.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import orderstore.order.model.Category;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Whatever is asked for is read from an index, in its order, and not much more of it than is answered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanningSearchesTest {

    private static final int ORDERS = Integer.getInteger("orderstore.test.orders", 40_000);
    private static final int HELD = 1 + ORDERS / 1_000;

    private static final Instant BEFORE = OverviewFixture.NOW.minus(Duration.ofDays(3));

    /** There are about a thousand orders since then, however many there are in all. */
    private static final Instant LATELY = OverviewFixture.NOW.minus(Duration.ofSeconds(400_000_000L / ORDERS));

    private final OverviewFixture overview = new OverviewFixture().shown();

    @BeforeAll
    void many_orders_of_which_few_are_held() {
        overview.owner.sql("""
                        insert into order_overview_1
                        select
                          'o-' || lpad(n::text, 7, '0'),
                          case when n %% 4000 = 3999 then 'RETIRED' else (array['PLACED', 'PACKED', 'SHIPPED', 'DELIVERED'])[1 + n / 5 %% 4] end,
                          case when n %% 4 = 0 then null else 'source-' || n %% 7 end,
                          n %% 47 < 5,
                          timestamptz '2026-03-01T12:00:00Z' - make_interval(secs => hashint4(n) & 524287),
                          timestamptz '2026-01-01T12:00:00Z',
                          5,
                          n
                        from generate_series(1, %d) n
                        """.formatted(ORDERS)).update();
        overview.hold("o-0000001");
        overview.owner.sql("""
                        insert into order_head
                          (recorded_at, opened_on, version, held, order_id, hash, state)
                        select recorded_at, opened_on, version, n %% 1000 = 0, 'o-' || lpad(n::text, 7, '0'), hash, state
                        from order_head, generate_series(2, %d) n
                        """.formatted(ORDERS)).update();
        overview.owner.sql("vacuum analyze").update();
    }

    @AfterAll
    void close() {
        overview.close();
    }

    private static Stream<OverviewFilter> filters() {
        return Stream.of(
                OverviewFilter.ALL,
                filter(Set.of("PACKED"), Set.of(), null, null, null, null, null),
                filter(Set.of("PACKED", "RETIRED"), Set.of("source-1"), true, null, null, null, null),
                filter(Set.of(), Set.of("source-1", "source-2"), null, null, null, null, null),
                filter(Set.of(), Set.of(), false, null, null, null, null),
                filter(Set.of(), Set.of(), null, null, BEFORE, null, null),
                filter(Set.of(), Set.of("source-1"), null, null, BEFORE, Duration.ofDays(1), null),
                filter(Set.of(), Set.of(), null, null, null, null, true),
                filter(Set.of(), Set.of(), null, null, null, null, false),
                filter(Set.of(), Set.of(), null, false, null, null, null),
                filter(Set.of("PLACED"), Set.of("source-1"), false, false, BEFORE, Duration.ofHours(1), true),
                new OverviewFilter(Set.of(), Set.of(Category.TRANSIT), Set.of(), null, null, null, BEFORE, null, null));
    }

    private static OverviewFilter filter(
            Set<String> statuses,
            Set<String> sources,
            @Nullable Boolean conflicting,
            @Nullable Boolean held,
            @Nullable Instant from,
            @Nullable Duration unchangedFor,
            @Nullable Boolean overdue) {
        return new OverviewFilter(statuses, Set.of(), sources, conflicting, held, from, null, unchangedFor, overdue);
    }

    @ParameterizedTest
    @MethodSource("filters")
    void ranges_of_an_index_are_merged(OverviewFilter filter) {
        for (OverviewSort sort : OverviewSort.values()) {
            if (sort == OverviewSort.ORDER_ID && ranges(filter).stream().anyMatch(OverviewRange::isBounded)) {
                continue;
            }
            String plan = plan(filter, sort, null);

            assertThat(plan).as(plan).doesNotContain("Seq Scan", "Bitmap").doesNotContainPattern("Sort  ");
            assertThat(ordersRead(plan)).as("%s by %s%n%s", filter, sort, plan).isLessThan(200);
        }
    }

    @ParameterizedTest
    @MethodSource("filters")
    void a_page_further_on_costs_no_more(OverviewFilter filter) {
        var after = new OverviewKey(BEFORE.plus(Duration.ofHours(40)), "o-0000003");
        for (OverviewSort sort : List.of(OverviewSort.CHANGED_AT, OverviewSort.CHANGED_AT_DESCENDING)) {
            assertThat(ordersRead(plan(filter, sort, after))).isLessThan(200);
        }
    }

    @ParameterizedTest
    @MethodSource("filters")
    void times_in_the_order_of_ids_are_counted_and_then_sorted_or_walked_through(OverviewFilter filter) {
        List<OverviewRange> ranges = ranges(filter);
        String count = explain(ByIdQuery.count(ranges));
        String sorted = explain(ByIdQuery.sorted(ranges, true, null, 101));
        String walk = explain(ByIdQuery.walk(ranges, true, null, 101));

        for (String plan : List.of(count, sorted, walk)) {
            assertThat(plan).as(plan).contains("Index Only Scan").doesNotContain("Seq Scan", "Bitmap");
        }
        assertThat(walk).as(walk).doesNotContainPattern("Sort  ");
        assertThat(ordersRead(count)).as(count).isLessThanOrEqualTo(ByIdQuery.FEW + 1);
        assertThat(ordersRead(walk)).as(walk).isLessThan(ByIdQuery.WALK + 200);
    }

    @Test
    void few_orders_of_a_time_are_read_and_no_others() {
        var filter = filter(Set.of(), Set.of(), null, null, LATELY, null, null);

        String sorted = explain(ByIdQuery.sorted(ranges(filter), false, new OverviewKey(BEFORE, "o-0000100"), 11));

        long inTime = overview.owner
                .sql("select count(*) from order_overview where changed_at >= ?::timestamptz")
                .param(LATELY.toString())
                .query(Long.class)
                .single();
        assertThat(inTime).isLessThan(2_000);
        assertThat(ordersRead(sorted)).as(sorted).isLessThan(inTime + 200);
    }

    @Test
    void a_walk_finds_every_order_on_pages_that_may_be_short() {
        var filter = filter(Set.of(), Set.of(), null, false, BEFORE, Duration.ofHours(1), null);
        var found = new ArrayList<String>();
        var sizes = new ArrayList<Integer>();
        OverviewKey after = null;
        do {
            OverviewPage page = overview.search
                    .find(filter, OverviewSort.ORDER_ID, after, 900)
                    .orElseThrow();
            page.orders().forEach(order -> found.add(order.orderId()));
            sizes.add(page.orders().size());
            after = page.next();
        } while (after != null);

        assertThat(found).isEqualTo(overview.owner.sql("""
                        select order_id
                        from order_overview
                        where changed_at >= timestamptz '2026-02-26T12:00:00Z'
                          and changed_at < timestamptz '2026-03-01T11:00:00Z'
                          and order_id not in (select order_id from order_head where held)
                        order by order_id
                        """).query(String.class).list());
        assertThat(found).hasSizeGreaterThan(ByIdQuery.FEW);
        assertThat(sizes).contains(900).anyMatch(size -> size < 900);
    }

    @ParameterizedTest
    @MethodSource("filters")
    void those_held_are_looked_up_by_one_scan_and_each_is_compared_with_its_own_range(OverviewFilter filter) {
        for (OverviewSort sort : OverviewSort.values()) {
            String plan = explain(RangesQuery.ofHeld(ranges(filter), sort, null, 101), OverviewSearch.BY_HASH);

            assertThat(plan)
                    .as(plan)
                    .contains("order_head_is_held", "order_overview_1_1", "Hash Join")
                    .doesNotContain("Seq Scan", "Bitmap", "Nested Loop");
            assertThat(ordersRead(plan)).as(plan).isEqualTo(HELD);
        }
    }

    @Test
    void groups_are_found_by_leaps() {
        assertThat(ordersRead(explain(new RangesQuery(OverviewGroups.OF_ALL, List.of()))))
                .isLessThan(20);
        var sources = new RangesQuery(
                OverviewGroups.OF_SOURCES, List.of((Object) new String[] {"source-1", "source-2", "none"}));
        assertThat(ordersRead(explain(sources))).isLessThan(40);
    }

    @Test
    void a_plan_that_was_made_while_there_were_no_orders_uses_the_indexes() {
        try (var empty = new OverviewFixture().shown()) {
            for (OverviewSort sort : OverviewSort.values()) {
                RangesQuery query = RangesQuery.of(ranges(OverviewFilter.ALL), true, sort, null, 101);
                assertThat(explain(empty, query, OverviewSearch.BEGIN))
                        .doesNotContain("Seq Scan", "Bitmap")
                        .doesNotContainPattern("Sort  ");
            }
        }
    }

    private String plan(OverviewFilter filter, OverviewSort sort, @Nullable OverviewKey after) {
        return explain(RangesQuery.of(ranges(filter), filter.held() != null, sort, after, 101));
    }

    private List<OverviewRange> ranges(OverviewFilter filter) {
        return filter.ranges(
                OverviewGroups.present(overview.log.sql, filter.sources()), OverviewFixture.MODEL, OverviewFixture.NOW);
    }

    /** How many rows the scans of the overview gave. */
    private static long ordersRead(String plan) {
        return plan.lines()
                        .filter(line -> line.contains(" on order_overview_1") && line.contains("rows="))
                        .mapToLong(line ->
                                Math.round(Double.parseDouble(line.replaceAll(".*rows=([0-9.]+) loops=.*", "$1"))
                                        * Double.parseDouble(line.replaceAll(".*loops=([0-9]+).*", "$1"))))
                        .sum()
                + plan.lines()
                        .filter(line -> line.contains("Rows Removed by Filter"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum();
    }

    private String explain(RangesQuery query) {
        return explain(overview, query, OverviewSearch.BEGIN);
    }

    private String explain(RangesQuery query, String setting) {
        return explain(overview, query, OverviewSearch.BEGIN + ";" + setting);
    }

    private static String explain(OverviewFixture overview, RangesQuery query, String begin) {
        JdbcClient database = overview.log.sql;
        var transaction = new TransactionTemplate(new JdbcTransactionManager(overview.connections));
        List<String> lines = transaction.execute(status -> {
            database.sql(begin).update();
            return database.sql("explain (analyze, costs off, timing off, summary off, buffers off) " + query.text())
                    .params(query.parameters())
                    .query((row, number) -> row.getString(1))
                    .list();
        });
        return String.join("\n", lines);
    }
}
