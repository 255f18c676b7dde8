package orderstore.api.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import orderstore.api.security.RunningServer;
import orderstore.eventlog.LogTail;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** A client that has read all may wait for more. */
class WaitingForChangesTest extends RunningServer {

    private static final Duration SOON = Duration.ofSeconds(40);

    private final String order = UUID.randomUUID().toString();

    @Autowired
    private LogTail tail;

    @Test
    void an_answer_waits_for_the_next_change() throws Exception {
        long end = end();
        var answer = asked("after=" + end, "wait=60");

        report(order, "c-1", "PLACED");

        Answer page = answer.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(page.status()).isEqualTo(200);
        assertThat(changes(page)).containsExactly(order + " c-1");
        assertThat(page.json().get("next").asLong()).isEqualTo(end + 1);
        assertThat(page.header("Preference-Applied")).isEqualTo("wait=60");
        assertThat(page.header("Link")).contains("after=" + (end + 1));
    }

    @Test
    void it_waits_for_one_that_is_wanted() throws Exception {
        String other = UUID.randomUUID().toString();
        long end = end();
        var shipped = asked("status=SHIPPED&after=" + end, "wait=60");
        var ofOrder = asked("orderId=" + order + "&after=" + end, "wait=60");

        report(other, "c-1", "PLACED");
        assertThat(shipped).isNotDone();
        assertThat(ofOrder).isNotDone();
        report(order, "c-1", "SHIPPED");

        assertThat(changes(shipped.get(SOON.toSeconds(), TimeUnit.SECONDS))).containsExactly(order + " c-1");
        assertThat(changes(ofOrder.get(SOON.toSeconds(), TimeUnit.SECONDS))).containsExactly(order + " c-1");
    }

    @Test
    void what_is_there_is_answered_at_once() {
        long end = end();
        report(order, "c-1", "PLACED");

        assertThat(changes(page("after=" + end, "wait=60"))).containsExactly(order + " c-1");
    }

    @Test
    void when_the_time_is_up_the_page_is_empty_and_next_stays() {
        long end = end();

        Answer page = page("after=" + end, "wait=1");

        assertThat(page.status()).isEqualTo(200);
        assertThat(changes(page)).isEmpty();
        assertThat(page.json().get("next").asLong()).isEqualTo(end);
        assertThat(page.header("Preference-Applied")).isEqualTo("wait=1");
    }

    @Test
    void a_preference_that_cannot_be_understood_is_passed_over() {
        long end = end();
        for (String prefer :
                List.of("wait", "wait=", "wait=x", "wait=-1", "wait=1.5", "wait=\"", "=5", "wait 5", ",;")) {
            Answer page = page("after=" + end, prefer);
            assertThat(page.status()).as(prefer).isEqualTo(200);
            assertThat(page.header("Preference-Applied")).as(prefer).isNull();
        }
    }

    @Test
    void a_preference_is_understood_in_all_its_forms_and_never_waits_longer_than_a_minute() {
        long before = end();
        report(order, "c-1", "PLACED");
        String there = "after=" + before;
        assertThat(page(there, "wait=61").header("Preference-Applied")).isEqualTo("wait=60");
        assertThat(page(there, "wait=99999999999999999999").header("Preference-Applied"))
                .isEqualTo("wait=60");
        assertThat(page(there, "respond-async; x=\"a,b\" , WAIT = \"7\"; y, wait=9")
                        .header("Preference-Applied"))
                .isEqualTo("wait=7");
        assertThat(page(there, "wait=0").header("Preference-Applied")).isEqualTo("wait=0");
    }

    @Test
    void head_does_not_wait() {
        var head = send(request("HEAD", "/v1/status-changes?after=" + end(), null)
                .header("Authorization", "Bearer " + operatorKey())
                .header("Prefer", "wait=60"));

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Preference-Applied")).isNull();
    }

    private CompletableFuture<Answer> asked(String query, String prefer) throws InterruptedException {
        int before = tail.followers();
        var answer = CompletableFuture.supplyAsync(() -> page(query, prefer));
        Await.until("the request waits", () -> tail.followers() > before);
        return answer;
    }

    private Answer page(String query, String prefer) {
        return send(request("GET", "/v1/status-changes?" + query, null)
                .header("Authorization", "Bearer " + operatorKey())
                .header("Prefer", prefer));
    }

    private long end() {
        long after = 0;
        while (true) {
            JsonNode page = get("/v1/status-changes?limit=1000&after=" + after, operatorKey())
                    .json();
            if (page.get("items").isEmpty()) {
                return after;
            }
            after = page.get("next").asLong();
        }
    }

    private static List<String> changes(Answer page) {
        return page.json()
                .get("items")
                .valueStream()
                .map(item -> item.get("orderId").asString() + " "
                        + item.get("changeId").asString())
                .toList();
    }

    private void report(String orderId, String changeId, String status) {
        var answer = send(
                "PUT",
                "/v1/orders/" + orderId + "/status-changes/" + changeId,
                operatorKey(),
                "{\"status\":\"" + status + "\",\"kind\":\"report\"}");
        assertThat(answer.status()).isEqualTo(201);
    }
}
