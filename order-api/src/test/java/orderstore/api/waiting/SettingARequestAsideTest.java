package orderstore.api.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/** A request that waits is no request under way, and yet it is answered like any other. */
@TestPropertySource(properties = "orderstore.limits.requests-at-once=5")
class SettingARequestAsideTest extends WaitingServer {

    private static final int MANY = 60;

    @Test
    void more_may_wait_than_may_be_under_way_and_all_are_told() throws Exception {
        List<KeptConnection> clients = connect(port(), MANY);
        for (int round = 0; round < 2; round++) {
            long end = end();
            for (KeptConnection client : clients) {
                long before = waiting.count();
                client.send(poll(end, operatorKey()));
                awaitWaiting(before + 1);
            }
            assertThat(get("/v1/status-model", operatorKey()).status()).isEqualTo(200);

            long position = append();

            for (KeptConnection client : clients) {
                assertThatItTells(client.answer(), position);
            }
            awaitWaiting(0);
        }
        close(clients);
    }

    @Test
    void a_node_that_stops_answers_all_who_wait() throws Exception {
        var node = anotherNode();
        List<KeptConnection> clients = connect(port(node), MANY);
        for (KeptConnection client : clients) {
            client.send(poll(end(), operatorKey()));
        }
        Await.until("all wait", () -> node.getBean(WaitingRequests.class).count() == MANY);

        node.close();

        for (KeptConnection client : clients) {
            assertThat(client.answer().status()).isEqualTo(200);
        }
        close(clients);
    }

    private static List<KeptConnection> connect(int port, int many) throws IOException {
        var clients = new ArrayList<KeptConnection>();
        for (int i = 0; i < many; i++) {
            clients.add(new KeptConnection(port));
        }
        return clients;
    }

    @Test
    void its_connection_is_kept() throws Exception {
        try (KeptConnection client = connect()) {
            for (int i = 0; i < 3; i++) {
                client.send(poll(end(), operatorKey()));
                awaitWaiting(1);
                long position = append();
                assertThatItTells(client.answer(), position);
                client.send(statusModel());
                assertThat(client.answer().status()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_comes_after_it_is_answered_after_it(boolean atOnce) throws Exception {
        try (KeptConnection client = connect()) {
            long end = end();
            String more = statusModel() + poll(end + 1, operatorKey()) + statusModel();
            client.send(poll(end, operatorKey()) + (atOnce ? more : ""));
            awaitWaiting(1);
            client.send(atOnce ? "" : more);

            append();

            assertThatItTells(client.answer(), end + 1);
            assertThat(client.answer().body()).contains("PLACED");
            awaitWaiting(1);
            append();
            assertThatItTells(client.answer(), end + 2);
            assertThat(client.answer().body()).contains("PLACED");
        }
    }

    @Test
    void so_is_what_comes_in_pieces() throws Exception {
        try (KeptConnection client = connect()) {
            long end = end();
            client.send(poll(end, operatorKey()));
            awaitWaiting(1);
            String more = statusModel();
            client.send(more.substring(0, 20));
            append();
            assertThatItTells(client.answer(), end + 1);

            client.send(more.substring(20));

            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void long_headers_are_no_obstacle() throws Exception {
        try (KeptConnection client = connect()) {
            long end = end();
            String header = "X: " + "x".repeat(7_000) + "\r\nY:y\nZ:\t\u00e4 \r\n";
            client.send(poll(end, operatorKey()).replace("Prefer:", header + "Prefer:")
                    + statusModel().replace("\r\n\r\n", "\r\n" + header + "\r\n"));
            awaitWaiting(1);
            append();

            assertThatItTells(client.answer(), end + 1);
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void it_is_read_again_as_it_was() throws Exception {
        try (KeptConnection client = connect()) {
            String order = "a-" + UUID.randomUUID();
            long end = end();
            String query = "?after=" + end + "&orderId=%61" + order.substring(1) + "&status=PLACED&limit=7";
            client.send(KeptConnection.get("http://localhost/v1/status-changes" + query, operatorKey())
                    + "PREFER: foo=\"a,b\", wait=60\r\n\r\n");
            awaitWaiting(1);
            append();
            send("PUT", "/v1/orders/" + order + "/status-changes/c-1", operatorKey(), "{\"status\":\"PLACED\"}");

            var answer = client.answer();

            assertThatItTells(answer, end + 2);
            assertThat(answer.headers().get("preference-applied")).isEqualTo("wait=60");
            assertThat(answer.headers().get("link")).contains("limit=7", "status=PLACED", "orderId=a");
        }
    }

    @Test
    void when_the_time_is_up_it_is_told_so() throws Exception {
        try (KeptConnection client = connect()) {
            client.send(poll(end(), operatorKey()).replace("wait=60", "wait=1"));

            var answer = client.answer();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().get("items").isEmpty()).isTrue();
            assertThat(answer.headers()).containsEntry("preference-applied", "wait=1");
            client.send(statusModel());
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void a_client_that_leaves_waits_no_longer() throws Exception {
        try (KeptConnection client = connect()) {
            client.send(poll(end(), operatorKey()));
            awaitWaiting(1);
        }
        awaitWaiting(0);
    }

    @Test
    void a_key_that_is_revoked_meanwhile_learns_nothing() throws Exception {
        String name = "revoked-" + UUID.randomUUID();
        String key = makeKey(name, "\"reader\"");
        try (KeptConnection client = connect()) {
            client.send(poll(end(), key));
            awaitWaiting(1);
            assertThat(send("DELETE", "/v1/admin/keys/" + name, operatorKey(), null)
                            .status())
                    .isEqualTo(204);

            append();

            assertThat(client.answer().status()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\n\r\n{}",
                "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "Expect: 100-continue\r\n\r\n"
            })
    void one_that_is_more_than_its_head_waits_as_it_is(String rest) throws Exception {
        try (KeptConnection client = connect()) {
            long end = end();
            client.send(poll(end, operatorKey()).replace("\r\n\r\n", "\r\n" + rest));
            Await.until("it waits", () -> tail.followers() == 1);
            assertThat(waiting.count()).isZero();

            append();

            var answer = client.answer();
            assertThatItTells(answer.status() == 100 ? client.answer() : answer, end + 1);
        }
    }

    @Test
    void a_client_of_old_is_answered_and_its_connection_closed() throws Exception {
        try (KeptConnection client = connect()) {
            long end = end();
            client.send(poll(end, operatorKey()).replace("HTTP/1.1", "HTTP/1.0"));
            awaitWaiting(1);
            append();

            assertThatItTells(client.answer(), end + 1);
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void whatever_waits_is_set_aside() throws Exception {
        String order = "/v1/orders/" + UUID.randomUUID();
        String change = order + "/status-changes/c-";
        send("PUT", change + 1, operatorKey(), "{\"status\":\"PLACED\"}");
        long end = end();
        List<String> requests = List.of(
                KeptConnection.get(order, operatorKey()) + "If-None-Match: \"1\"\r\n",
                KeptConnection.get("/v1/orders?minPosition=" + (end + 1), operatorKey()));
        List<KeptConnection> clients = connect(port(), requests.size());
        for (int i = 0; i < requests.size(); i++) {
            clients.get(i).send(requests.get(i) + "Prefer: wait=60\r\n\r\n");
        }
        Await.until("all wait", () -> waiting.count() == requests.size());

        send("PUT", change + 2, operatorKey(), "{\"status\":\"CONFIRMED\"}");

        assertThat(clients.get(0).answer().headers()).containsEntry("etag", "\"2\"");
        assertThat(clients.get(1).answer().headers()).containsEntry("preference-applied", "wait=60");
        close(clients);
    }
}
