package orderstore.api.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import orderstore.api.security.RunningServer;
import orderstore.eventlog.LogTail;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The log as a stream of events, which a client may leave and come back to. */
class StreamingChangesTest extends RunningServer {

    private static final Duration PROMISED = Duration.ofSeconds(10);

    private final String order = UUID.randomUUID().toString();

    @Autowired
    private LogTail tail;

    @Test
    void changes_come_as_they_are_made_with_their_positions_as_ids() throws Exception {
        long end = report("c-1", "PLACED");
        try (var stream = stream("after=" + (end - 1))) {
            assertThat(stream.response().statusCode()).isEqualTo(200);
            assertThat(stream.response().headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/event-stream");
            var placed = stream.events(1).getFirst();
            assertThat(placed.id()).isEqualTo("" + end);
            assertThat(placed.data()).isEqualTo(change("c-1"));

            report("c-2", "SHIPPED");
            report("c-3", "DELIVERED");

            assertThat(stream.events(2))
                    .extracting(event -> event.data().get("changeId").asString())
                    .containsExactly("c-2", "c-3");
        }
    }

    @Test
    void a_client_comes_back_to_where_it_left() throws Exception {
        long first = report("c-1", "PLACED");
        report("c-2", "SHIPPED");
        try (var stream =
                new EventReader(request("after=0&orderId=" + order).header("Last-Event-ID", Long.toString(first)))) {
            assertThat(stream.events(1).getFirst().data().get("changeId").asString())
                    .isEqualTo("c-2");
        }
    }

    @Test
    void it_is_filtered_by_status_and_order() throws Exception {
        long end = report("c-1", "PLACED");
        try (var shipped = stream("status=SHIPPED&after=" + end);
                var ofOrder = stream("orderId=" + order + "&after=" + end)) {
            send("PUT", "/v1/orders/other-" + order + "/status-changes/x", operatorKey(), "{\"status\":\"PLACED\"}");
            report("c-2", "SHIPPED");

            assertThat(shipped.events(1).getFirst().data()).isEqualTo(change("c-2"));
            assertThat(ofOrder.events(1).getFirst().data()).isEqualTo(change("c-2"));
        }
    }

    @Test
    void what_was_corrected_shows_it_as_in_a_page() throws Exception {
        long first = report("c-1", "PLACED");
        report("c-2", "SHIPPED");
        correct("fix", "c-2");
        try (var stream = stream("orderId=" + order + "&after=" + (first - 1))) {
            var events = stream.events(3);
            assertThat(events.get(1).data()).isEqualTo(change("c-2"));
            assertThat(events.get(1).data().get("correctedBy").asString()).isEqualTo("fix");

            correct("again", "c-1");
            assertThat(stream.events(1).getFirst().data()).isEqualTo(change("again"));
        }
    }

    @Test
    void a_comment_tells_that_the_stream_is_alive() throws Exception {
        try (var stream = stream("orderId=" + order)) {
            assertThat(stream.next().comment()).as("at once").isTrue();
            long begun = System.nanoTime();
            assertThat(stream.next().comment()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PROMISED);
        }
    }

    @Test
    void a_comment_tells_what_need_not_be_looked_through_again() throws Exception {
        long end = report("c-1", "PLACED");
        try (var stream = stream("status=NOBODY-SAYS-SO&after=" + (end - 1))) {
            assertThat(stream.next().comment()).as("at once").isTrue();
            var heartbeat = stream.next();
            assertThat(heartbeat.comment()).isTrue();
            assertThat(heartbeat.data().isEmpty()).isTrue();
            assertThat(Long.parseLong(heartbeat.id())).isGreaterThanOrEqualTo(end);
        }
    }

    @Test
    void a_client_that_leaves_is_noticed() throws Exception {
        Await.until("nobody follows", () -> tail.followers() == 0);
        try (var stream = stream("orderId=" + order)) {
            assertThat(stream.next().comment()).isTrue();
            assertThat(tail.followers()).isEqualTo(1);
        }
        Await.until("nobody follows any more", () -> tail.followers() == 0);
    }

    @Test
    void only_who_asks_for_a_stream_gets_one() {
        for (String accept : List.of("*/*", "application/json", "application/json, text/event-stream;q=0.5")) {
            assertThat(accepting("GET", accept, "after=0").header("Content-Type"))
                    .as(accept)
                    .startsWith("application/json");
        }
        assertThat(accepting("GET", "text/html", "after=0").status()).isEqualTo(406);
        var head = accepting("HEAD", "text/event-stream", "after=0");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).startsWith("text/event-stream");
    }

    @Test
    void a_stream_that_cannot_be_is_refused_before_it_begins() {
        assertThat(accepting("GET", "text/event-stream", "after=x").problem()).isEqualTo("invalid-cursor");
        assertThat(accepting("GET", "text/event-stream", "limit=5").problem()).isEqualTo("invalid-request");
        assertThat(send(request("after=0").header("Accept", "text/event-stream").header("Last-Event-ID", "x"))
                        .problem())
                .isEqualTo("invalid-cursor");
        assertThat(send(request("GET", "/v1/status-changes", null).header("Accept", "text/event-stream"))
                        .status())
                .isEqualTo(401);
    }

    private EventReader stream(String query) throws IOException, InterruptedException {
        return new EventReader(request(query));
    }

    private HttpRequest.Builder request(String query) {
        return request("GET", "/v1/status-changes?" + query, null).header("Authorization", "Bearer " + operatorKey());
    }

    private Answer accepting(String method, String accept, String query) {
        return send(request(method, "/v1/status-changes?" + query, null)
                .header("Authorization", "Bearer " + operatorKey())
                .header("Accept", accept));
    }

    private tools.jackson.databind.JsonNode change(String changeId) {
        return get("/v1/orders/" + order + "/status-changes/" + changeId, operatorKey())
                .json();
    }

    private void correct(String changeId, String corrects) {
        put(
                changeId,
                "{\"status\":\"PLACED\",\"kind\":\"correction\",\"corrects\":\"" + corrects + "\",\"reason\":\"x\"}");
    }

    /** Its position. */
    private long report(String changeId, String status) {
        return put(changeId, "{\"status\":\"" + status + "\",\"kind\":\"report\"}");
    }

    private long put(String changeId, String body) {
        var answer = send("PUT", "/v1/orders/" + order + "/status-changes/" + changeId, operatorKey(), body);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return answer.json().get("position").asLong();
    }
}
