package orderstore.api.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import orderstore.api.security.RunningServer;
import orderstore.projection.processing.ProjectionProgress;
import orderstore.testing.Await;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Orders as a client looks for them. Other tests have written to the same store; a source of its own tells ours. */
class SearchingOverHttpTest extends RunningServer {

    private final String source = "s-" + UUID.randomUUID();

    @Autowired
    private ProjectionProgress progress;

    @Test
    void what_was_appended_is_found_once_its_position_is_reached() {
        String order = order("a");
        long position = report(order, "c-1", "PLACED", "2026-01-02T03:04:05.000006Z");

        Answer answer = search("minPosition=" + position);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(Long.parseLong(String.valueOf(answer.header("Projection-Position"))))
                .isGreaterThanOrEqualTo(position);
        JsonNode item = answer.json().get("items").get(0);
        assertThat(item.toString())
                .isEqualTo("{\"orderId\":\"" + order + "\",\"status\":\"PLACED\",\"category\":\"OPEN\",\"final\":false,"
                        + "\"version\":1,\"openedAt\":\"2026-01-02T03:04:05.000006Z\","
                        + "\"changedAt\":\"2026-01-02T03:04:05.000006Z\",\"held\":false,\"conflicting\":false,"
                        + "\"source\":\"" + source + "\",\"position\":" + position + "}");
        assertThat(answer.json().get("next").isNull()).isTrue();
    }

    @Test
    void a_status_that_the_model_does_not_know_has_no_category() {
        long position = appendBehindTheModel("ZAPPED");

        JsonNode item = search("status=ZAPPED&minPosition=" + position)
                .json()
                .get("items")
                .get(0);

        assertThat(item.get("category").isNull()).isTrue();
        assertThat(item.get("final").asBoolean()).isFalse();
        assertThat(ids(search("status=ZAPPED&category=OPEN"))).isEmpty();
    }

    @Test
    void each_filter_finds_what_is_asked_for() {
        String placed = order("placed");
        String shipped = order("shipped");
        String cancelled = order("cancelled");
        report(placed, "c-1", "PLACED", "2026-01-01T00:00:00Z");
        report(shipped, "c-1", "SHIPPED", "2026-01-02T00:00:00Z");
        command(cancelled, "c-1", "PLACED");
        command(cancelled, "c-2", "CANCELLED");
        long last = report(cancelled, "c-3", "SHIPPED", null);
        database().execute("update order_head set held = true where order_id = '" + shipped + "'");

        String since = "minPosition=" + last + "&";
        assertThat(ids(search(since))).containsExactly(placed, shipped, cancelled);
        assertThat(ids(search(since + "sort=-changedAt"))).containsExactly(cancelled, shipped, placed);
        assertThat(ids(search(since + "sort=orderId"))).containsExactly(cancelled, placed, shipped);
        assertThat(ids(search(since + "status=PLACED&status=SHIPPED"))).containsExactly(placed, shipped);
        assertThat(ids(search(since + "category=ENDED"))).containsExactly(cancelled);
        assertThat(ids(search(since + "source=nobody"))).containsExactly(placed, shipped, cancelled);
        assertThat(ids(search(since + "conflicting=true"))).containsExactly(cancelled);
        assertThat(ids(search(since + "held=true"))).containsExactly(shipped);
        assertThat(ids(search(since + "held=false"))).containsExactly(placed, cancelled);
        assertThat(ids(search(since + "changedFrom=2026-01-02T00:00:00Z&changedTo=2026-01-03T00:00:00Z")))
                .containsExactly(shipped);
        assertThat(ids(search(since + "unchangedFor=PT1H"))).containsExactly(placed, shipped);
        assertThat(ids(search(since + "overdue=true"))).containsExactly(placed, shipped);
        assertThat(ids(search(since + "overdue=false"))).containsExactly(cancelled);
    }

    @Test
    void pages_have_neither_gaps_nor_doubles() {
        long last = 0;
        for (int i = 0; i < 7; i++) {
            last = report(order("p" + i), "c-1", "PLACED", "2026-01-0" + (1 + i / 3) + "T00:00:00Z");
        }
        for (String sort : List.of("changedAt", "-changedAt", "orderId")) {
            var seen = new ArrayList<String>();
            Answer page = search("limit=2&sort=" + sort + "&minPosition=" + last);
            while (true) {
                seen.addAll(ids(page));
                String link = page.header("Link");
                if (link == null) {
                    break;
                }
                page = get(link.replaceAll("<(.*)>; rel=\"next\"", "$1"), operatorKey());
                assertThat(page.status()).isEqualTo(200);
            }
            assertThat(page.json().get("next").isNull()).isTrue();
            assertThat(seen).as(sort).hasSize(7).doesNotHaveDuplicates();
            assertThat(seen).isEqualTo(ids(search("limit=1000&sort=" + sort)));
        }
    }

    @Test
    void a_cursor_is_good_for_its_own_search_alone() {
        report(order("a"), "c-1", "PLACED", null);
        String next = search("limit=1&minPosition=" + report(order("b"), "c-1", "PLACED", null))
                .json()
                .get("next")
                .asString();

        assertThat(search("limit=3&minPosition=1&after=" + next).status()).isEqualTo(200);
        assertThat(search("sort=orderId&after=" + next).problem()).isEqualTo("invalid-cursor");
        assertThat(search("status=PLACED&after=" + next).problem()).isEqualTo("invalid-cursor");
        assertThat(search("after=" + next.substring(1)).problem()).isEqualTo("invalid-cursor");
        assertThat(search("after=abc").problem()).isEqualTo("invalid-cursor");
    }

    @Test
    void all_errors_are_told_at_once() {
        Answer answer =
                search("category=NONE&conflicting=yes&held=1&changedFrom=yesterday&changedTo=2026-02-30T00:00:00Z"
                        + "&unchangedFor=-P1D&overdue=maybe&sort=status&minPosition=x&limit=0&status=%00&colour=red"
                        + "&source=a&source=b&source=c&source=d&source=e");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("invalid-request");
        assertThat(answer.json()
                        .get("errors")
                        .valueStream()
                        .map(error -> error.get("pointer").asString()))
                .containsExactlyInAnyOrder(
                        "/category",
                        "/conflicting",
                        "/held",
                        "/changedFrom",
                        "/changedTo",
                        "/unchangedFor",
                        "/overdue",
                        "/sort",
                        "/minPosition",
                        "/limit",
                        "/status",
                        "/colour",
                        "/source");
    }

    @Test
    void a_duration_says_what_is_allowed() {
        for (String duration : List.of("3", "P0D", "P36501D", "P1M", "PT", "P99999999999999999999D")) {
            Answer answer = search("unchangedFor=" + duration);
            assertThat(answer.status()).as(duration).isEqualTo(400);
            assertThat(answer.detail())
                    .isEqualTo(
                            "/unchangedFor is \"" + duration + "\"; allowed is a duration such as P3D or PT36H, longer"
                                    + " than nothing and at most P36500D.");
        }
        assertThat(search("unchangedFor=P3D").status()).isEqualTo(200);
        assertThat(search("unchangedFor=PT36H").status()).isEqualTo(200);
    }

    @Test
    void a_position_that_is_not_reached_in_time_is_told() {
        Answer answer = search("minPosition=9000000000000000000", "wait=0");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=0");
        assertThat(answer.json().get("projectionPosition").asLong())
                .isEqualTo(progress.position("overview").orElseThrow());
        assertThat(answer.detail()).contains("9000000000000000000");
    }

    @Test
    void an_answer_waits_for_a_change_that_is_still_to_come() throws Exception {
        long before = report(order("a"), "c-1", "PLACED", null);
        var answer = CompletableFuture.supplyAsync(() -> search("minPosition=" + (before + 1), "wait=60"));
        Await.until("the request waits", () -> progress.waiting() > 0 || answer.isDone());

        report(order("b"), "c-1", "PLACED", null);

        assertThat(ids(answer.get(40, TimeUnit.SECONDS))).contains(order("a"), order("b"));
        assertThat(answer.get().header("Preference-Applied")).isEqualTo("wait=60");
    }

    @Test
    void a_key_without_a_role_for_reading_finds_nothing() {
        assertThat(get("/v1/orders", null).status()).isEqualTo(401);
        assertThat(get("/v1/orders", makeKey("w-" + UUID.randomUUID(), "\"writer\""))
                        .status())
                .isEqualTo(403);
        assertThat(send("POST", "/v1/orders", operatorKey(), "{}").status()).isEqualTo(405);
    }

    private String order(String name) {
        return source + "." + name;
    }

    private Answer search(String query) {
        return search(query, null);
    }

    private Answer search(String query, @Nullable String prefer) {
        var request = request("GET", "/v1/orders?source=" + encoded(source) + "&" + query, null)
                .header("Authorization", "Bearer " + operatorKey());
        return send(prefer == null ? request : request.header("Prefer", prefer));
    }

    private static List<String> ids(Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.json()
                .get("items")
                .valueStream()
                .map(item -> item.get("orderId").asString())
                .toList();
    }

    private long report(String order, String change, String status, @Nullable String occurredAt) {
        return append(order, change, status, "report", occurredAt);
    }

    private void command(String order, String change, String status) {
        append(order, change, status, "command", null);
    }

    private long append(String order, String change, String status, String kind, @Nullable String occurredAt) {
        var answer = send(
                "PUT",
                "/v1/orders/" + order + "/status-changes/" + change,
                operatorKey(),
                "{\"status\":\"" + status + "\",\"kind\":\"" + kind + "\",\"source\":\"" + source + "\""
                        + (occurredAt == null ? "" : ",\"occurredAt\":\"" + occurredAt + "\"") + "}");
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return answer.json().get("position").asLong();
    }

    /** As a deployment would have done whose model knew it. */
    private long appendBehindTheModel(String status) {
        String payload = "{\"changeId\":\"c-1\",\"kind\":\"report\",\"status\":\"" + status + "\",\"source\":\""
                + source + "\"}";
        database()
                .execute("select append_events(array['" + order("z")
                        + "'], array[1], array['order.status-changed.v1'], array['" + payload
                        + "'], array['{}'], array['{\"status\":\"" + status + "\"}'])");
        return report(order("after"), "c-1", "PLACED", null);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
