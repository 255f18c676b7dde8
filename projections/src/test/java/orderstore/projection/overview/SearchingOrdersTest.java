package orderstore.projection.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import orderstore.order.model.Category;
import orderstore.order.model.Status;
import orderstore.order.model.StatusDefinition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A search finds what going through all orders one by one would find, whatever is asked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchingOrdersTest {

    private static final int ORDERS = 700;
    private static final List<String> STATUSES = List.of("PLACED", "PACKED", "SHIPPED", "DELIVERED", "RETIRED");

    private final long seed = System.nanoTime();
    private final RandomGenerator random = new SplittableRandom(seed);
    private final List<FoundOrder> all = new ArrayList<>();
    private final OverviewFixture overview = new OverviewFixture();

    @BeforeAll
    void random_orders() {
        for (int i = 0; i < ORDERS; i++) {
            all.add(order("o-" + Integer.toHexString(random.nextInt()) + i));
        }
        overview.shown().insert(all);
    }

    @AfterAll
    void close() {
        overview.close();
    }

    /** Many have the same time, and times are at the bounds of what is asked for. */
    private FoundOrder order(String id) {
        Instant changed = OverviewFixture.NOW.minus(Duration.ofHours(random.nextInt(60)));
        return new FoundOrder(
                id,
                STATUSES.get(random.nextInt(STATUSES.size())),
                random.nextInt(4) == 0 ? null : "source-" + random.nextInt(5),
                random.nextInt(3) == 0 ? changed.plusNanos(1000L * random.nextInt(3)) : changed,
                changed.minus(Duration.ofDays(1)),
                random.nextInt(4) == 0,
                random.nextInt(10) == 0,
                1 + random.nextInt(9),
                1 + random.nextInt(10_000));
    }

    @Test
    void every_filter_alone_and_with_any_other_finds_what_is_asked_for() {
        for (int[] choice : choices()) {
            OverviewFilter filter = filter(choice);
            for (OverviewSort sort : OverviewSort.values()) {
                assertThat(pages(filter, sort, 1 + random.nextInt(ORDERS)))
                        .as("seed %d, %s by %s", seed, filter, sort)
                        .isEqualTo(expected(filter, sort));
            }
        }
    }

    @Test
    void small_pages_have_neither_gaps_nor_doubles() {
        for (int i = 0; i < 20; i++) {
            OverviewFilter filter =
                    filter(choices().get(random.nextInt(choices().size())));
            for (OverviewSort sort : OverviewSort.values()) {
                assertThat(pages(filter, sort, 3 + random.nextInt(20)))
                        .as("seed %d, %s by %s", seed, filter, sort)
                        .isEqualTo(expected(filter, sort));
            }
        }
    }

    @Test
    void what_happened_at_a_bound_is_in_from_it_and_out_to_it() {
        Instant bound = OverviewFixture.NOW.minus(Duration.ofHours(20));
        var from = new OverviewFilter(Set.of(), Set.of(), Set.of(), null, null, bound, null, null, null);
        var to = new OverviewFilter(Set.of(), Set.of(), Set.of(), null, null, null, bound, null, null);

        List<FoundOrder> before = pages(to, OverviewSort.CHANGED_AT, 100);
        List<FoundOrder> since = pages(from, OverviewSort.CHANGED_AT, 100);

        assertThat(before).allMatch(order -> order.changedAt().isBefore(bound));
        assertThat(since.getFirst().changedAt()).as("seed %d", seed).isEqualTo(bound);
        assertThat(before.size() + since.size()).isEqualTo(ORDERS);
    }

    @Test
    void without_an_overview_nothing_is_said() {
        try (var empty = new OverviewFixture()) {
            assertThat(empty.search.find(OverviewFilter.ALL, OverviewSort.CHANGED_AT, null, 10))
                    .isEmpty();
        }
    }

    @Test
    void the_position_is_that_of_the_segment_that_is_behind() {
        try (var two = new OverviewFixture().shown()) {
            two.owner
                    .sql("update projection_segment set position = 10 + segment")
                    .update();

            assertThat(two.search
                            .find(OverviewFilter.ALL, OverviewSort.CHANGED_AT, null, 10)
                            .orElseThrow()
                            .position())
                    .isEqualTo(10);
        }
    }

    /** Each filter alone, and each pair of filters; every one in all its kinds. */
    private static List<int[]> choices() {
        int[] kinds = {3, 2, 3, 3, 3, 2, 2, 2, 3};
        var choices = new ArrayList<int[]>();
        choices.add(new int[kinds.length]);
        for (int one = 0; one < kinds.length; one++) {
            for (int kind = 1; kind < kinds[one]; kind++) {
                var alone = new int[kinds.length];
                alone[one] = kind;
                choices.add(alone);
                for (int other = one + 1; other < kinds.length; other++) {
                    for (int otherKind = 1; otherKind < kinds[other]; otherKind++) {
                        int[] both = alone.clone();
                        both[other] = otherKind;
                        choices.add(both);
                    }
                }
            }
        }
        return choices;
    }

    private OverviewFilter filter(int[] choice) {
        return new OverviewFilter(
                List.of(Set.<String>of(), Set.of("PACKED"), Set.of("PLACED", "RETIRED", "NONE"))
                        .get(choice[0]),
                choice[1] == 0 ? Set.of() : Set.of(Category.OPEN, Category.TRANSIT),
                List.of(Set.<String>of(), Set.of("source-1"), Set.of("source-2", "source-3", "nobody"))
                        .get(choice[2]),
                flag(choice[3]),
                flag(choice[4]),
                choice[5] == 0 ? null : OverviewFixture.NOW.minus(Duration.ofHours(20 + random.nextInt(20))),
                choice[6] == 0 ? null : OverviewFixture.NOW.minus(Duration.ofHours(random.nextInt(30))),
                choice[7] == 0 ? null : Duration.ofHours(1 + random.nextInt(40)),
                flag(choice[8]));
    }

    private static @Nullable Boolean flag(int choice) {
        return choice == 0 ? null : Boolean.valueOf(choice == 1);
    }

    private List<FoundOrder> pages(OverviewFilter filter, OverviewSort sort, int limit) {
        var found = new ArrayList<FoundOrder>();
        OverviewKey after = null;
        while (true) {
            OverviewPage page = overview.search.find(filter, sort, after, limit).orElseThrow();
            found.addAll(page.orders());
            assertThat(page.orders()).hasSizeLessThanOrEqualTo(limit);
            after = page.next();
            if (after == null) {
                return found;
            }
        }
    }

    private List<FoundOrder> expected(OverviewFilter filter, OverviewSort sort) {
        Comparator<FoundOrder> byId = Comparator.comparing(FoundOrder::orderId);
        Comparator<FoundOrder> byTime =
                Comparator.comparing(FoundOrder::changedAt).thenComparing(byId);
        return all.stream()
                .filter(wanted(filter))
                .sorted(
                        switch (sort) {
                            case CHANGED_AT -> byTime;
                            case CHANGED_AT_DESCENDING -> byTime.reversed();
                            case ORDER_ID -> byId;
                        })
                .toList();
    }

    private static Predicate<FoundOrder> wanted(OverviewFilter filter) {
        return order -> {
            StatusDefinition status = OverviewFixture.MODEL.definition(new Status(order.status()));
            Duration age = Duration.between(order.changedAt(), OverviewFixture.NOW);
            boolean overdue =
                    status != null && status.overdueAfter() != null && age.compareTo(status.overdueAfter()) > 0;
            return (filter.statuses().isEmpty() || filter.statuses().contains(order.status()))
                    && (filter.categories().isEmpty()
                            || (status != null && filter.categories().contains(status.category())))
                    && (filter.sources().isEmpty()
                            || (order.source() != null && filter.sources().contains(order.source())))
                    && (filter.conflicting() == null || filter.conflicting() == order.conflicting())
                    && (filter.held() == null || filter.held() == order.held())
                    && (filter.changedFrom() == null || !order.changedAt().isBefore(filter.changedFrom()))
                    && (filter.changedTo() == null || order.changedAt().isBefore(filter.changedTo()))
                    && (filter.unchangedFor() == null || age.compareTo(filter.unchangedFor()) > 0)
                    && (filter.overdue() == null || filter.overdue() == overdue);
        };
    }
}
