package orderstore.projection.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import orderstore.order.model.Category;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which times of which groups of orders hold what is asked for. */
class FilteringOrdersTest {

    private static final Instant NOW = OverviewFixture.NOW;
    private static final OverviewGroup PLACED = new OverviewGroup(null, "PLACED", false);
    private static final OverviewGroup PLACED_CONFLICTING = new OverviewGroup(null, "PLACED", true);
    private static final OverviewGroup SHIPPED = new OverviewGroup(null, "SHIPPED", false);
    private static final OverviewGroup RETIRED = new OverviewGroup(null, "RETIRED", false);
    private static final List<OverviewGroup> GROUPS = List.of(PLACED, PLACED_CONFLICTING, SHIPPED, RETIRED);

    @Test
    void without_a_filter_all_times_of_all_groups_are_wanted() {
        assertThat(ranges(OverviewFilter.ALL)).extracting(OverviewRange::group).isEqualTo(GROUPS);
        assertThat(ranges(OverviewFilter.ALL))
                .allMatch(range ->
                        range.from().equals(OverviewRange.FIRST) && range.to().equals(OverviewRange.LAST));
    }

    @Test
    void a_status_or_a_category_chooses_groups() {
        assertThat(groups(statuses("SHIPPED", "NONE"))).containsExactly(SHIPPED);
        assertThat(groups(categories(Category.OPEN))).containsExactly(PLACED, PLACED_CONFLICTING);
    }

    @Test
    void a_status_that_the_model_does_not_know_is_of_no_category_and_never_overdue() {
        assertThat(groups(categories(OverviewFixture.categories().toArray(Category[]::new))))
                .doesNotContain(RETIRED);
        assertThat(groups(overdue(true))).doesNotContain(RETIRED);
        assertThat(groups(overdue(false))).contains(RETIRED);
        assertThat(groups(statuses("RETIRED"))).containsExactly(RETIRED);
    }

    @Test
    void overdue_is_what_changed_before_the_models_time() {
        Instant bound = NOW.minus(Duration.ofHours(10));
        assertThat(ranges(overdue(true)))
                .containsExactly(
                        new OverviewRange(PLACED, OverviewRange.FIRST, bound),
                        new OverviewRange(PLACED_CONFLICTING, OverviewRange.FIRST, bound));
        assertThat(ranges(overdue(false)))
                .contains(
                        new OverviewRange(PLACED, bound, OverviewRange.LAST),
                        new OverviewRange(SHIPPED, OverviewRange.FIRST, OverviewRange.LAST));
    }

    @Test
    void times_are_cut_to_what_all_filters_want() {
        var filter = filter(NOW.minus(Duration.ofHours(40)), NOW, Duration.ofHours(5), true);

        assertThat(ranges(filter))
                .first()
                .isEqualTo(new OverviewRange(PLACED, NOW.minus(Duration.ofHours(40)), NOW.minus(Duration.ofHours(10))));
    }

    @Test
    void a_range_without_a_time_is_left_out() {
        assertThat(ranges(filter(NOW, NOW, null, null))).isEmpty();
        assertThat(ranges(filter(NOW.minus(Duration.ofHours(1)), null, null, true)))
                .isEmpty();
    }

    @Test
    void longer_than_times_reach_back_is_never() {
        assertThat(ranges(filter(null, null, Duration.ofSeconds(Long.MAX_VALUE), null)))
                .isEmpty();
    }

    private static List<OverviewRange> ranges(OverviewFilter filter) {
        return filter.ranges(GROUPS, OverviewFixture.MODEL, NOW);
    }

    private static List<OverviewGroup> groups(OverviewFilter filter) {
        return ranges(filter).stream().map(OverviewRange::group).toList();
    }

    private static OverviewFilter statuses(String... statuses) {
        return new OverviewFilter(Set.of(statuses), Set.of(), Set.of(), null, null, null, null, null, null);
    }

    private static OverviewFilter categories(Category... categories) {
        return new OverviewFilter(Set.of(), Set.of(categories), Set.of(), null, null, null, null, null, null);
    }

    private static OverviewFilter overdue(boolean overdue) {
        return filter(null, null, null, overdue);
    }

    private static OverviewFilter filter(
            @Nullable Instant from, @Nullable Instant to, @Nullable Duration unchangedFor, @Nullable Boolean overdue) {
        return new OverviewFilter(Set.of(), Set.of(), Set.of(), null, null, from, to, unchangedFor, overdue);
    }
}
