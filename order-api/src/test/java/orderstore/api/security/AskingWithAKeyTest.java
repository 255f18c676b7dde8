package orderstore.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who is let in, who is told to bring a key, and who is told that the key is not enough. */
class AskingWithAKeyTest extends RunningServer {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/orders/o-1",
                "/v1/admin/keys",
                "/actuator",
                "/actuator/health",
                "/",
                "/nowhere",
                "/error",
                "/v2/x"
            })
    void without_a_key_everything_is_refused_but_told_how_to_ask(String path) {
        var answer = get(path, null);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.problem()).isEqualTo("unauthenticated");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"order status store\"");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("traceId").asString()).matches("[0-9a-f]{32}");
    }

    @Test
    void a_key_that_is_not_in_force_is_told_so() {
        for (var key : List.of("osk_wrong", "x".repeat(200), "x".repeat(201), "x".repeat(5_000))) {
            var answer = get("/v1/admin/keys", key);

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.problem()).isEqualTo("unauthenticated");
            assertThat(answer.header("WWW-Authenticate"))
                    .isEqualTo("Bearer realm=\"order status store\", error=\"invalid_token\"");
            assertThat(answer.response().body()).doesNotContain(key);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Basic b3BlcmF0b3I6eA==", "osk_abc", "Bearer a b", "", " "})
    void a_header_that_is_not_one_bearer_key_is_refused(String header) {
        var answer = send(request("GET", "/v1/admin/keys", null).header("Authorization", header));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"order status store\"");
    }

    @Test
    void two_keys_at_once_are_refused() {
        var answer = send(request("GET", "/v1/admin/keys", null)
                .header("Authorization", "Bearer " + operatorKey())
                .header("Authorization", "Bearer " + operatorKey()));

        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void the_scheme_is_read_in_any_case() {
        var answer = send(request("GET", "/v1/admin/keys", null).header("Authorization", "bEARER " + operatorKey()));

        assertThat(answer.status()).isEqualTo(200);
    }

    /** 404 and 405 mean: let in, and nothing was there to be done. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            GET,     /v1/nowhere,                        404, 403, 404
            HEAD,    /v1/nowhere,                        404, 403, 404
            GET,     /v1/admin/keys,                     403, 403, 200
            HEAD,    /v1/admin/keys,                     403, 403, 200
            GET,     /v1/admin,                          403, 403, 404
            GET,     /v1/%61dmin/keys,                   403, 403, 200
            GET,     /V1/nowhere,                        403, 403, 404
            GET,     /actuator/health,                   403, 403, 200
            GET,     /actuator/env,                      403, 403, 404
            GET,     /nowhere,                           403, 403, 404
            POST,    /v1/nowhere,                        403, 403, 404
            DELETE,  /v1/nowhere,                        403, 403, 404
            DELETE,  /v1/admin/keys,                     403, 403, 405
            FOO,     /v1/admin/keys,                     403, 403, 405
            FOO,     /v1/nowhere,                        403, 403, 404
            OPTIONS, /v1/admin/keys,                     403, 403, 200
            """)
    void a_key_may_do_what_its_role_says(String method, String path, int reader, int writer, int operator) {
        assertThat(send(method, path, key("reader"), null).status()).isEqualTo(reader);
        assertThat(send(method, path, key("writer"), null).status()).isEqualTo(writer);
        assertThat(send(method, path, operatorKey(), null).status()).isEqualTo(operator);
    }

    @Test
    void status_changes_need_a_writer() {
        for (var request : List.of(
                List.of("PUT", "/v1/orders/o-1/status-changes/c-1"),
                List.of("POST", "/v1/orders/o-1/status-changes"),
                List.of("POST", "/v1/status-changes"))) {
            assertThat(send(request.getFirst(), request.getLast(), key("reader"), "{}")
                            .status())
                    .isEqualTo(403);
            assertThat(send(request.getFirst(), request.getLast(), key("writer"), "{}")
                            .status())
                    .isNotIn(401, 403);
            assertThat(send(request.getFirst(), request.getLast(), operatorKey(), "{}")
                            .status())
                    .isNotIn(401, 403);
        }
    }

    @Test
    void a_refusal_names_the_roles_held_and_the_role_needed() {
        key("reader");
        var answer = get("/v1/admin/keys", key("reader"));

        assertThat(answer.problem()).isEqualTo("forbidden");
        assertThat(answer.detail()).matches("Key reader-[0-9]+ has role reader; this needs role operator.");
        assertThat(answer.json().get("neededRole").asString()).isEqualTo("operator");
        var both = makeKey("both", "\"writer\",\"reader\"");
        assertThat(get("/v1/admin/keys", both).detail())
                .isEqualTo("Key both has role reader, writer; this needs role operator.");
    }

    @Test
    void liveness_and_readiness_are_open_and_show_nothing_else() {
        for (var path : List.of("/actuator/health/liveness", "/actuator/health/readiness")) {
            for (var key : new String[] {null, "osk_wrong", operatorKey()}) {
                var answer = get(path, key);

                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.response().body()).isEqualTo("{\"status\":\"UP\"}");
            }
        }
    }

    @Test
    void a_path_that_is_open_but_empty_is_not_found_rather_than_refused() {
        assertThat(get("/docs/nowhere", null).status()).isEqualTo(404);
    }

    @Test
    void a_key_that_another_node_revoked_is_dead_within_a_second() {
        var key = makeKey("elsewhere", "\"operator\"");
        assertThat(get("/v1/admin/keys", key).status()).isEqualTo(200);

        database().execute("delete from api_key where name = 'elsewhere'");

        long revoked = System.nanoTime();
        long asked = revoked;
        while (get("/v1/admin/keys", key).status() == 200) {
            assertThat(Duration.ofNanos(asked - revoked)).isLessThan(Duration.ofSeconds(1));
            asked = System.nanoTime();
        }
    }

    @Test
    void a_revocation_is_answered_when_no_node_remembers_the_key() {
        var secret = new KeySecret(makeKey("everywhere", "\"reader\""));
        try (var pool = database().application(1)) {
            var elsewhere = new ApiKeys(JdbcClient.create(pool));
            assertThat(elsewhere.find(secret.hash())).isNotNull();

            var answer = send("DELETE", "/v1/admin/keys/everywhere", operatorKey(), null);

            assertThat(answer.status()).isEqualTo(204);
            assertThat(elsewhere.find(secret.hash())).isNull();
            assertThat(get("/v1/status-model", secret.text()).status()).isEqualTo(401);
        }
    }

    @Test
    void only_the_hash_of_a_key_is_stored() throws Exception {
        try (var connection = database().owner().getConnection();
                var rows = connection.createStatement().executeQuery("select api_key::text from api_key")) {
            while (rows.next()) {
                assertThat(rows.getString(1)).doesNotContain(operatorKey()).doesNotContain("osk_");
            }
        }
    }

    private static int made;

    private String key(String role) {
        return makeKey(role + "-" + made++, "\"" + role + "\"");
    }
}
