package orderstore.api.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The current status and the history, as clients read them. */
class ReadingAnOrderTest extends OrderClient {

    private final String order = newOrder();

    @Test
    void the_current_status_has_its_version_as_its_tag() {
        append(order, "c-1", change("PLACED", "occurredAt", "\"2026-03-01T09:00:00Z\""));
        var last = append(order, "c-2", change("CONFIRMED", "occurredAt", "\"2026-03-01T10:00:00Z\""));

        var answer = get("/v1/orders/" + order);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"2\"");
        assertThat(answer.json().toString())
                .isEqualTo(("{\"orderId\":\"%s\",\"status\":\"CONFIRMED\",\"category\":\"OPEN\",\"final\":false,"
                                + "\"version\":2,\"openedAt\":\"2026-03-01T09:00:00Z\","
                                + "\"changedAt\":\"2026-03-01T10:00:00Z\",\"held\":false,\"conflicting\":false,"
                                + "\"lastChange\":%s}")
                        .formatted(order, last.json()));
        assertThat(get("/v1/orders/" + order, "If-None-Match", "\"2\"").status())
                .isEqualTo(304);
        assertThat(get("/v1/orders/" + order, "If-None-Match", "\"1\", W/\"2\"").status())
                .isEqualTo(304);
        assertThat(get("/v1/orders/" + order, "If-None-Match", "*").status()).isEqualTo(304);
        assertThat(get("/v1/orders/" + order, "If-None-Match", "\"1\"").status())
                .isEqualTo(200);
    }

    @Test
    void what_is_not_there_is_a_problem_that_says_so() {
        assertThat(get("/v1/orders/" + order).problem()).isEqualTo("order-unknown");
        assertThat(get("/v1/orders/" + order + "/status-changes").problem()).isEqualTo("order-unknown");
        append(order, "c-1", change("PLACED"));
        assertThat(get("/v1/orders/" + order + "/status-changes/c-2").problem()).isEqualTo("change-unknown");
        assertThat(get("/v1/orders/" + "x".repeat(65)).problem()).isEqualTo("invalid-request");
    }

    @Test
    void a_history_comes_in_pages_in_either_direction() {
        scans(5);
        String path = "/v1/orders/" + order + "/status-changes";

        assertThat(pages(path + "?limit=2")).containsExactly(List.of(1, 2), List.of(3, 4), List.of(5));
        assertThat(pages(path + "?limit=2&sort=-version")).containsExactly(List.of(5, 4), List.of(3, 2), List.of(1));
        assertThat(pages(path + "?limit=5")).containsExactly(List.of(1, 2, 3, 4, 5));
        assertThat(pages(path + "?sort=version")).containsExactly(List.of(1, 2, 3, 4, 5));
    }

    @Test
    void a_page_of_large_changes_is_shorter_and_leads_to_the_rest() {
        String attributes = "{";
        for (int i = 0; i < 32; i++) {
            attributes += (i == 0 ? "" : ",") + "\"a" + i + "\":\"" + "x".repeat(1_000) + "\"";
        }
        for (int i = 1; i <= 40; i++) {
            append(order, "c-" + i, change("IN_TRANSIT", "kind", "\"report\"", "attributes", attributes + "}"));
        }

        var pages = pages("/v1/orders/" + order + "/status-changes?limit=1000");

        assertThat(pages).hasSize(2);
        assertThat(pages.stream().flatMap(List::stream))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 40).boxed().toList());
        assertThat(get("/v1/orders/" + order + "/status-changes/c-39").status()).isEqualTo(200);
    }

    @Test
    void a_history_is_filtered_by_every_member() {
        append(order, "c-1", change("PLACED", "occurredAt", "\"2026-03-01T09:00:00Z\"", "source", "\"shop\""));
        append(order, "c-2", change("SHIPPED", "kind", "\"report\"", "occurredAt", "\"2026-03-03T09:00:00Z\""));
        append(order, "c-3", change("PICKING", "kind", "\"report\"", "occurredAt", "\"2026-03-02T09:00:00Z\""));
        String path = "/v1/orders/" + order + "/status-changes?";

        assertThat(pages(path + "status=PLACED&status=PICKING")).containsExactly(List.of(1, 3));
        assertThat(pages(path + "kind=report")).containsExactly(List.of(2, 3));
        assertThat(pages(path + "effect=superseded")).containsExactly(List.of(3));
        assertThat(pages(path + "source=shop")).containsExactly(List.of(1));
        assertThat(pages(path + "actor=operator&kind=command")).containsExactly(List.of(1));
        assertThat(pages(path + "actor=nobody")).containsExactly(List.of());
        assertThat(pages(path + "occurredFrom=2026-03-02T09:00:00Z&occurredTo=2026-03-03T09:00:00Z"))
                .containsExactly(List.of(3));
        assertThat(pages(path + "recordedTo=2026-03-03T09:00:00Z")).containsExactly(List.of());
        assertThat(pages(path + "recordedFrom=2026-03-03T09:00:00Z&limit=1&kind=report"))
                .containsExactly(List.of(2), List.of(3));
    }

    @Test
    void a_cursor_serves_the_list_that_it_was_made_for_only() {
        scans(3);
        String path = "/v1/orders/" + order + "/status-changes";
        String next = get(path + "?limit=1").json().get("next").asString();

        assertThat(get(path + "?limit=2&after=" + next).status())
                .as("another limit is the same list")
                .isEqualTo(200);
        for (String other : List.of(
                path + "?sort=-version&after=" + next,
                path + "?kind=report&after=" + next,
                path + "?after=" + next.substring(1),
                path + "?after=" + next + "A",
                path + "?after=%21",
                path + "?after=MQ")) {
            var answer = get(other);
            assertThat(answer.status()).as(other).isEqualTo(400);
            assertThat(answer.problem()).as(other).isEqualTo("invalid-cursor");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=1001",
                "limit=x",
                "sort=up",
                "kind=wish",
                "occurredFrom=now",
                "color=red",
                "limit=1&limit=2"
            })
    void a_parameter_that_is_wrong_or_unknown_is_refused(String query) {
        append(order, "c-1", change("PLACED"));

        var answer = get("/v1/orders/" + order + "/status-changes?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("invalid-request");
        assertThat(answer.json().get("errors").get(0).get("pointer").asString())
                .isEqualTo("/" + query.substring(0, query.indexOf('=')));
        assertThat(get("/v1/orders/" + order + "?asOf2=1").status()).isEqualTo(400);
    }

    private void scans(int count) {
        IntStream.rangeClosed(1, count)
                .forEach(i -> append(order, "c-" + i, change("IN_TRANSIT", "kind", "\"report\"")));
    }

    /** The versions on each page, as the links lead from one to the next. */
    private List<List<Integer>> pages(String path) {
        var pages = new ArrayList<List<Integer>>();
        String next = path;
        while (next != null) {
            var answer = get(next);
            assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
            pages.add(answer.json()
                    .get("items")
                    .valueStream()
                    .map(item -> item.get("version").asInt())
                    .toList());
            String link = answer.header("Link");
            assertThat(link == null).isEqualTo(answer.json().get("next").isNull());
            next = link == null ? null : link.replaceFirst("<(.*)>; rel=\"next\"", "$1");
        }
        return pages;
    }

    @Test
    void what_the_benchmarks_compare_with_is_no_part_of_the_product() {
        assertThat(get("/v1/baseline/orders/" + order).status()).isEqualTo(404);
    }
}
