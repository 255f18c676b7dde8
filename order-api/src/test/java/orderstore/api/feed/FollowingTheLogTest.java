package orderstore.api.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import orderstore.api.security.RunningServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The log as a client follows it. Other tests write to the same log before these. */
class FollowingTheLogTest extends RunningServer {

    private final String prefix = UUID.randomUUID().toString();
    private long before;

    @BeforeEach
    void five_changes_of_two_orders() {
        before = end();
        report("a", "c-1", "PLACED");
        report("b", "c-1", "PLACED");
        report("a", "c-2", "SHIPPED");
        report("b", "c-2", "DELIVERED");
        report("a", "c-3", "DELIVERED");
    }

    @Test
    void every_change_comes_once_and_in_order_of_position() {
        assertThat(follow("limit=2")).containsExactly("a c-1", "b c-1", "a c-2", "b c-2", "a c-3");
        assertThat(follow("limit=1000")).containsExactly("a c-1", "b c-1", "a c-2", "b c-2", "a c-3");
        JsonNode all = page("limit=1000&after=0").get("items");
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).get("position").asLong()).isEqualTo(i + 1L);
        }
    }

    @Test
    void it_is_filtered_by_status_and_order() {
        assertThat(follow("limit=1&status=DELIVERED")).containsExactly("b c-2", "a c-3");
        assertThat(follow("limit=2&orderId=" + prefix + "a")).containsExactly("a c-1", "a c-2", "a c-3");
        assertThat(follow("orderId=" + prefix + "a&status=SHIPPED&status=PLACED"))
                .containsExactly("a c-1", "a c-2");
        assertThat(follow("orderId=nobody")).isEmpty();
    }

    @Test
    void at_the_end_next_stays_where_it_was() {
        long end = end();

        JsonNode page = page("after=" + end);

        assertThat(page.get("items").size()).isZero();
        assertThat(page.get("next").asLong()).isEqualTo(end);
        assertThat(page("after=" + (end + 1000)).get("next").asLong()).isEqualTo(end + 1000);
    }

    @Test
    void a_link_that_would_be_longer_than_headers_may_be_is_left_out() {
        String commas = ",".repeat(64);
        var answer = get(
                "/v1/status-changes?after=" + before + "&status=PLACED" + ("&status=" + commas).repeat(49),
                operatorKey());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Link")).isNull();
        assertThat(answer.json().get("next").asLong()).isGreaterThan(before);
    }

    @Test
    void a_position_that_is_none_is_refused() {
        assertThat(get("/v1/status-changes?after=-1", operatorKey()).status()).isEqualTo(400);
        assertThat(get("/v1/status-changes?after=x", operatorKey()).problem()).isEqualTo("invalid-cursor");
        assertThat(get("/v1/status-changes?since=1", operatorKey()).status()).isEqualTo(400);
        assertThat(get("/v1/status-changes?orderId=%00", operatorKey()).status())
                .isEqualTo(400);
        assertThat(get("/v1/status-changes?orderId=..", operatorKey()).problem())
                .isEqualTo("invalid-request");
    }

    @Test
    void a_corrected_change_shows_it_here_too() {
        send(
                "PUT",
                "/v1/orders/" + prefix + "a/status-changes/fix",
                operatorKey(),
                "{\"status\":\"SHIPPED\",\"kind\":\"correction\",\"corrects\":\"c-3\",\"reason\":\"x\"}");

        JsonNode items = page("after=" + before + "&limit=1000").get("items");

        assertThat(items.get(4).get("correctedBy").asString()).isEqualTo("fix");
        assertThat(items.get(2).get("correctedBy").isNull()).isTrue();
    }

    private List<String> follow(String query) {
        var seen = new ArrayList<String>();
        long after = before;
        while (true) {
            JsonNode page = page(query + "&after=" + after);
            page.get("items")
                    .forEach(item -> seen.add(item.get("orderId").asString().replace(prefix, "") + " "
                            + item.get("changeId").asString()));
            if (page.get("items").isEmpty()) {
                return seen;
            }
            after = page.get("next").asLong();
        }
    }

    private long end() {
        long after = 0;
        while (true) {
            JsonNode page = page("limit=1000&after=" + after);
            if (page.get("items").isEmpty()) {
                return after;
            }
            after = page.get("next").asLong();
        }
    }

    private JsonNode page(String query) {
        var answer = get("/v1/status-changes?" + query, operatorKey());
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.json();
    }

    private void report(String order, String changeId, String status) {
        var answer = send(
                "PUT",
                "/v1/orders/" + prefix + order + "/status-changes/" + changeId,
                operatorKey(),
                "{\"status\":\"" + status + "\",\"kind\":\"report\"}");
        assertThat(answer.status()).isEqualTo(201);
    }
}
