package orderstore.api.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import orderstore.api.security.HeldTransaction;
import orderstore.api.security.RunningServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How operators make, list and revoke keys. */
class ManagingKeysTest extends RunningServer {
    private static final String KEYS = "/v1/admin/keys";

    @BeforeEach
    void leave_the_first_operator_key_alone() {
        database().execute("delete from api_key where name <> 'operator'");
    }

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
    void all_errors_of_a_request_are_told_at_once() {
        var answer = create("{\"name\":\"a b\",\"roles\":[\"reader\",\"reader\",\"admin\",7],\"x\":1,\"x\":2}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("invalid-request");
        assertThat(answer.json().get("errors").findValuesAsString("pointer"))
                .containsExactlyInAnyOrder("/name", "/roles/1", "/roles/2", "/roles/3", "/x");
        assertThat(answer.detail()).endsWith("; and 2 more, see errors.");
        assertThat(get(KEYS, operatorKey()).json().get("items")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                             | /name, /roles
            {"name":"a"}                                   | /roles
            {"name":"a","roles":[]}                        | /roles
            {"name":"a","roles":"reader"}                  | /roles
            {"name":"a","roles":null}                      | /roles
            {"name":"","roles":["reader"]}                 | /name
            {"name":"a/b","roles":["reader"]}              | /name
            {"name":".","roles":["reader"]}                | /name
            {"name":"..","roles":["reader"]}               | /name
            {"name":"ä","roles":["reader"]}                | /name
            {"name":7,"roles":["READER"]}                  | /name, /roles/0
            {"name":"a\\u0000","roles":["reader"]}         | /name
            {"name":"\\ud800","roles":["reader"]}          | /name
            []                                             | ``
            {"name":"a","roles":["reader"]} {}             | ``
            {"name":"a","roles":["reader"]                 | ``
            """)
    void what_is_not_a_key_is_refused_with_the_place(String body, String pointers) {
        var answer = create(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("invalid-request");
        assertThat(String.join(", ", answer.json().get("errors").findValuesAsString("pointer")))
                .isEqualTo(pointers);
    }

    @Test
    void a_name_has_at_most_64_characters() {
        assertThat(create("{\"name\":\"" + "n".repeat(64) + "\",\"roles\":[\"reader\"]}")
                        .status())
                .isEqualTo(201);
        assertThat(create("{\"name\":\"" + "n".repeat(65) + "\",\"roles\":[\"reader\"]}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_body_of_more_than_64_kib_is_too_large_however_it_is_sent() {
        var body = "{\"name\":\"" + "a".repeat(70_000) + "\"}";

        var whole = create(body);
        var chunked = send(request("POST", KEYS, body)
                .header("Authorization", "Bearer " + operatorKey())
                .POST(BodyPublishers.ofByteArrays(List.of(body.getBytes(StandardCharsets.UTF_8)))));

        for (var answer : List.of(whole, chunked)) {
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.problem()).isEqualTo("payload-too-large");
            assertThat(answer.json().get("maxBytes").asInt()).isEqualTo(65_536);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/merge-patch+json",
                "application/json;charset=utf-16",
                "application/json;charset=x",
                "?"
            })
    void only_json_in_utf_8_is_read(String contentType) {
        var answer = send(request("POST", KEYS, "{}")
                .header("Authorization", "Bearer " + operatorKey())
                .setHeader("Content-Type", contentType));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.problem()).isEqualTo("unsupported-media-type");
        assertThat(answer.header("Accept")).isEqualTo("application/json");
    }

    @Test
    void utf_8_may_be_named_and_compression_may_not() {
        var named = send(request("POST", KEYS, "{}")
                .header("Authorization", "Bearer " + operatorKey())
                .setHeader("Content-Type", "Application/JSON; charset=UTF-8"));
        var compressed = send(request("POST", KEYS, "{}")
                .header("Authorization", "Bearer " + operatorKey())
                .header("Content-Encoding", "gzip"));
        var untyped = send(request("POST", KEYS, null).header("Authorization", "Bearer " + operatorKey()));

        assertThat(named.status()).isEqualTo(400);
        assertThat(compressed.status()).isEqualTo(415);
        assertThat(compressed.header("Accept-Encoding")).isEqualTo("identity");
        assertThat(untyped.status()).isEqualTo(415);
    }

    @Test
    void a_name_that_no_path_can_have_is_refused_by_the_database_too() {
        for (var name : List.of(".", "..")) {
            assertThatThrownBy(() -> database().execute("""
                            insert into api_key (name, sha256, roles, created_by)
                            values ('%s', sha256('x'), '{reader}', 'a test')
                            """.formatted(name)))
                    .hasStackTraceContaining("api_key_name_fits_in_a_path");
        }
        assertThat(create("{\"name\":\"...\",\"roles\":[\"reader\"]}").status()).isEqualTo(201);
        assertThat(send("DELETE", KEYS + "/...", operatorKey(), null).status()).isEqualTo(204);
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
    void keys_are_listed_page_by_page() {
        for (int i = 0; i < 5; i++) {
            makeKey("k" + i, "\"reader\"");
        }
        var names = new ArrayList<String>();
        var next = KEYS + "?limit=2";
        while (!next.isEmpty()) {
            var page = get(next, operatorKey());
            assertThat(page.json().propertyNames()).containsExactly("items", "next");
            names.addAll(page.json().get("items").findValuesAsString("name"));
            var link = page.header("Link");
            next = link == null ? "" : link.replaceAll("^<(.*)>; rel=\"next\"$", "$1");
            assertThat(page.json().get("next").isNull()).isEqualTo(link == null);
            assertThat(next).endsWith(page.json().get("next").asString(""));
        }

        assertThat(names).containsExactly("k0", "k1", "k2", "k3", "k4", "operator");
        assertThat(get(KEYS, operatorKey()).json().get("items")).hasSize(6);
        assertThat(get(KEYS + "?limit=6", operatorKey()).json().get("next").isNull())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            limit=0,             /limit
            limit=1001,          /limit
            limit=,              /limit
            limit=x,             /limit
            limit=1&limit=2,     /limit
            offset=1,            /offset
            Limit=1,             /Limit
            limit=x&a=1&b=2,     '/a,/b,/limit'
            a%2Fb~=1,            /a~1b~0
            """)
    void a_query_that_is_not_known_is_refused(String query, String pointers) {
        var answer = get(KEYS + "?" + query, operatorKey());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").findValuesAsString("pointer")).containsOnly(pointers.split(","));
    }

    @Test
    void a_cursor_that_was_damaged_or_made_up_leads_nowhere() {
        makeKey("a", "\"reader\"");
        var cursor = get(KEYS + "?limit=1", operatorKey()).json().get("next").asString();
        assertThat(get(KEYS + "?after=" + cursor, operatorKey()).status()).isEqualTo(200);

        for (var wrong : List.of(
                "",
                "a",
                "YQ",
                "%00",
                "%C3%A4",
                cursor + "A",
                cursor + "=",
                cursor.substring(1),
                cursor.toLowerCase(Locale.ROOT))) {
            var answer = get(KEYS + "?after=" + wrong, operatorKey());
            assertThat(answer.status()).as(wrong).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("invalid-cursor");
        }
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

    private Answer create(String body) {
        return send("POST", KEYS, operatorKey(), body);
    }
}
