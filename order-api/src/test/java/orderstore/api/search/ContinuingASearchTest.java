package orderstore.api.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import orderstore.api.page.Cursor;
import orderstore.api.page.QueryParameters;
import orderstore.projection.overview.OverviewKey;
import orderstore.projection.overview.OverviewSort;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** Cursors are no secret: whoever makes one up is told so, and asks the database nothing that it cannot be asked. */
class ContinuingASearchTest {

    @Test
    void a_page_begins_behind_the_last_order_of_the_one_before() {
        assertThat(key("2026-03-01T09:00:00.123456Z o-1"))
                .isEqualTo(new OverviewKey(Instant.parse("2026-03-01T09:00:00.123456Z"), "o-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+999999999-12-31T23:59:59Z o-1",
                "-0001-01-01T00:00:00Z o-1",
                "2026-03-01T09:00:00.123456789Z o-1",
                "o-1",
                "2026-03-01T09:00:00Z o\0"
            })
    void a_time_that_no_change_has_is_no_cursor(String made) {
        assertThatThrownBy(() -> key(made)).hasMessageStartingWith("The value of after was not given out");
    }

    private static @Nullable OverviewKey key(String made) {
        var request = new MockHttpServletRequest("GET", "/v1/orders");
        QueryParameters query = QueryParameters.of(request);
        Cursor cursor = Cursor.of(request, query);
        request.setParameter("after", cursor.after(made));
        return SearchCursor.key(cursor, query, OverviewSort.CHANGED_AT);
    }
}
