package orderstore.api.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import orderstore.api.problem.InvalidMember;
import orderstore.api.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletRequest;

/** What is understood of a query, and what is said of one that is not. */
class ReadingAQueryTest {
    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/v1/things");

    @Test
    void what_is_not_known_is_told_with_what_is() {
        request.addParameter("offset", "1");

        var none = QueryParameters.of(request);
        var some = QueryParameters.of(request);
        some.limit();

        assertThatThrownBy(none::throwIfInvalid).hasMessage("/offset is not known here; this request takes none.");
        assertThatThrownBy(some::throwIfInvalid).hasMessage("/offset is not known here; known are limit.");
    }

    @Test
    void of_very_many_errors_the_first_ones_are_told() {
        for (int i = 0; i < 250; i++) {
            request.addParameter("unknown-" + i, "1");
        }

        assertThatThrownBy(QueryParameters.of(request)::throwIfInvalid)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat((List<?>) refused.problem().body().get("errors"))
                                .hasSize(101)
                                .last()
                                .isEqualTo(new InvalidMember("", "has 150 more errors, which are not shown")));
    }

    @Test
    void nul_is_in_no_text() {
        request.addParameter("source", "a\0b");

        var query = QueryParameters.of(request);
        query.text("source", 64);

        assertThatThrownBy(query::throwIfInvalid).hasMessage("/source has the character NUL, which no text here has.");
    }

    @Test
    void a_character_is_one_however_many_units_it_has() {
        request.addParameter("source", "🚚".repeat(4));

        var query = QueryParameters.of(request);
        assertThat(query.text("source", 4)).isEqualTo("🚚🚚🚚🚚");
        assertThatCode(query::throwIfInvalid).doesNotThrowAnyException();
        var shorter = QueryParameters.of(request);
        shorter.text("source", 3);
        assertThatThrownBy(shorter::throwIfInvalid).hasMessage("/source has 4 characters; 1 to 3 are allowed.");
    }

    @Test
    void a_name_is_pointed_at_as_a_json_pointer_does() {
        request.addParameter("a/b~c", "1");

        assertThatThrownBy(QueryParameters.of(request)::throwIfInvalid).hasMessageStartingWith("/a~1b~0c is not known");
    }

    @Test
    void the_link_to_the_next_page_keeps_every_filter() {
        request.addParameter("source", "a=b", "ä &");
        request.addParameter("after", "x");
        request.addParameter("limit", "1");

        var answer = new Page<>(List.of("item"), "y-_").answer(request);

        assertThat(answer.getHeaders().getFirst(HttpHeaders.LINK))
                .isEqualTo("</v1/things?source=a%3Db&source=%C3%A4+%26&limit=1&after=y-_>; rel=\"next\"");
    }
}
