package orderstore.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import orderstore.api.security.HeldTransaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How operators make and revoke keys. */
class ManagingKeysTest extends KeyClient {

    @Test
    void a_new_key_is_shown_once_and_works_at_once() {
        var answer = create("{\"name\":\"wms.7~a-b_c\",\"roles\":[\"writer\",\"reader\"]}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo(KEYS + "/wms.7~a-b_c");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.json().propertyNames()).containsExactly("name", "roles", "createdAt", "createdBy", "key");
        assertThat(answer.json().get("roles").toString()).isEqualTo("[\"reader\",\"writer\"]");
        assertThat(answer.json().get("createdBy").asString()).isEqualTo("operator");
        assertThat(answer.json().get("createdAt").asString())
                .matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?Z");
        assertThat(Instant.parse(answer.json().get("createdAt").asString()))
                .isBetween(
                        Instant.now().minus(Duration.ofMinutes(1)),
                        Instant.now().plus(Duration.ofMinutes(1)));
        var key = answer.json().get("key").asString();
        assertThat(key).matches("osk_[A-Za-z0-9_-]{43}");
        assertThat(get("/v1/nowhere", key).status()).isEqualTo(404);

        var one = get(KEYS + "/wms.7~a-b_c", operatorKey());
        assertThat(one.json().propertyNames()).containsExactly("name", "roles", "createdAt", "createdBy");
        assertThat(get(KEYS, operatorKey()).response().body()).doesNotContain(key, "osk_", "sha256");
    }

    @Test
    void who_cannot_read_the_answer_makes_and_revokes_no_key() {
        makeKey("a", "\"reader\"");
        for (var request : List.of(
                request("POST", KEYS, "{\"name\":\"b\",\"roles\":[\"reader\"]}"),
                request("DELETE", KEYS + "/a", null),
                request("GET", KEYS, null),
                request("GET", KEYS + "/a", null))) {
            var answer = send(
                    request.header("Authorization", "Bearer " + operatorKey()).header("Accept", "application/xml"));

            assertThat(answer.status()).isEqualTo(406);
            assertThat(answer.problem()).isEqualTo("not-acceptable");
        }
        assertThat(get(KEYS, operatorKey()).json().get("items").findValuesAsString("name"))
                .containsExactly("a", "operator");
    }

    @Test
    void a_name_in_use_is_refused() {
        create("{\"name\":\"a\",\"roles\":[\"reader\"]}");
        var answer = create("{\"name\":\"a\",\"roles\":[\"writer\"]}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("key-exists");
    }

    @Test
    void a_revoked_key_is_dead_at_once() {
        var key = makeKey("a", "\"reader\"");
        assertThat(get("/v1/nowhere", key).status()).isEqualTo(404);

        var answer = send("DELETE", KEYS + "/a", operatorKey(), null);

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.response().body()).isEmpty();
        assertThat(get("/v1/nowhere", key).status()).isEqualTo(401);
        assertThat(send("DELETE", KEYS + "/a", operatorKey(), null).problem()).isEqualTo("key-unknown");
        assertThat(get(KEYS + "/a", operatorKey()).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "%C3%A4", "a%20b", "%22"})
    void a_key_that_is_not_there_cannot_be_revoked(String name) {
        var answer = send("DELETE", KEYS + "/" + name, operatorKey(), null);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.problem()).isEqualTo("key-unknown");
    }

    @Test
    void the_last_operator_key_cannot_be_revoked() {
        makeKey("reader", "\"reader\"");

        var answer = send("DELETE", KEYS + "/operator", operatorKey(), null);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("last-operator-key");
        assertThat(get(KEYS, operatorKey()).status()).isEqualTo(200);
    }

    @Test
    void a_key_is_the_last_also_while_the_revocation_of_the_last_but_one_is_under_way() throws Exception {
        makeKey("other", "\"operator\"");
        try (var elsewhere = new HeldTransaction(database(), "delete from api_key where name = 'other'")) {
            var answer = elsewhere.commitWhileWaiting(() -> send("DELETE", KEYS + "/operator", operatorKey(), null));

            assertThat(answer.problem()).isEqualTo("last-operator-key");
        }
        assertThat(get(KEYS, operatorKey()).status()).isEqualTo(200);
    }

    @Test
    void operators_who_revoke_each_other_at_once_leave_one() throws Exception {
        var names = IntStream.range(0, 16).mapToObj(i -> "o" + i).toList();
        var secrets = names.stream().map(name -> makeKey(name, "\"operator\"")).toList();
        // The key that all tests use would save the others from being the last.
        database().execute("update api_key set roles = '{reader}' where name = 'operator'");

        var codes = atOnce(IntStream.range(0, 16)
                .mapToObj(i -> (Callable<Integer>) () -> send(
                                "DELETE", KEYS + "/" + names.get((i + 1) % 16), secrets.get(i), null)
                        .status())
                .toList());

        database().execute("update api_key set roles = '{operator}' where name = 'operator'");
        var left = get(KEYS, operatorKey()).json().get("items").findValuesAsString("name");
        assertThat(left).as("answers %s", codes).hasSizeGreaterThanOrEqualTo(2).contains("operator");
        assertThat(codes).allMatch(code -> List.of(204, 401, 403, 409).contains(code));
    }

    private static List<Integer> atOnce(List<Callable<Integer>> requests) throws Exception {
        var go = new CountDownLatch(1);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<Integer>>();
            for (var request : requests) {
                answers.add(clients.submit(() -> {
                    go.await();
                    return request.call();
                }));
            }
            go.countDown();
            var codes = new ArrayList<Integer>();
            for (var answer : answers) {
                codes.add(answer.get());
            }
            return codes;
        }
    }
}
