package orderstore.api.security.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Who asks with a token is answered as somebody with a key is. */
@ExtendWith(OutputCaptureExtension.class)
class AskingWithATokenTest extends ServerWithIssuer {

    @Test
    void a_token_lets_in_and_so_does_a_key() {
        assertThat(get("/v1/status-model", issuer().token("ann", "reader")).status())
                .isEqualTo(200);
        assertThat(get("/v1/status-model", operatorKey()).status()).isEqualTo(200);
    }

    @Test
    void a_bad_token_is_told_so_and_nothing_of_it_is_told(CapturedOutput output) {
        for (var token : new String[] {
            issuer().token(claims -> claims.subject("secret-name").audience("secret-audience")),
            issuer().token("secret-name").replaceFirst("\\.[^.]*$", ".c2VjcmV0LXNpZ25hdHVyZQ"),
            "secret.name.x"
        }) {
            var answer = get("/v1/status-model", token);

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.problem()).isEqualTo("unauthenticated");
            assertThat(answer.header("WWW-Authenticate"))
                    .isEqualTo("Bearer realm=\"order status store\", error=\"invalid_token\"");
            assertThat(answer.detail())
                    .startsWith("The token that was sent is not in force: ")
                    .endsWith("; send one that is as `Authorization: Bearer <key>`.")
                    .doesNotContain("secret");
            assertThat(output.getAll()).doesNotContain("secret-name").doesNotContain(token);
        }
    }

    @Test
    void a_token_too_long_for_a_header_is_refused_as_one() {
        var answer = get("/v1/status-model", issuer().token(claims -> claims.claim("more", "x".repeat(10_000))));

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void a_token_without_the_role_is_told_which_it_needs() {
        var answer = get("/v1/admin/keys", issuer().token("ann", "reader", "writer"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.problem()).isEqualTo("forbidden");
        assertThat(answer.detail()).isEqualTo("Key jwt:ann has role reader, writer; this needs role operator.");
        assertThat(get("/v1/status-model", issuer().token("ann")).detail())
                .isEqualTo("Key jwt:ann has no role; this needs role reader.");
    }

    @Test
    void the_caller_is_the_actor_of_a_change_and_can_be_asked_for() {
        var order = "jwt-" + UUID.randomUUID();
        var path = "/v1/orders/" + order + "/status-changes";
        var ann = issuer().token("ann@example.org", "reader", "writer");

        var made = send("PUT", path + "/c-1", ann, "{\"status\":\"PLACED\"}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().get("actor").asString()).isEqualTo("jwt:ann@example.org");
        var found = get(path + "?actor=jwt:ann%40example.org", ann);
        assertThat(found.json().get("items").size()).isEqualTo(1);
        assertThat(get(path + "?actor=ann%40example.org", ann)
                        .json()
                        .get("items")
                        .size())
                .isZero();
    }

    @Test
    void what_is_refused_to_the_caller_is_explained() {
        var order = "jwt-" + UUID.randomUUID();
        var ann = issuer().token("ann", "reader", "writer");
        send("PUT", "/v1/orders/" + order + "/status-changes/c-1", ann, "{\"status\":\"PLACED\"}");

        var refused = send("PUT", "/v1/orders/" + order + "/status-changes/c-2", ann, "{\"status\":\"DELIVERED\"}");

        assertThat(refused.status()).isEqualTo(422);
        var deadline = System.nanoTime() + 20_000_000_000L; // It is noted a moment later.
        while (!get("/v1/orders/" + order + "/explanation", ann)
                .json()
                .at("/refused/0/actor")
                .asString("")
                .equals("jwt:ann")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    @Test
    void an_operator_with_a_token_is_audited_and_may_make_keys() {
        var name = "by-token-" + UUID.randomUUID();
        var root = issuer().token("auth0|root", "operator");

        var made = send("POST", "/v1/admin/keys", root, "{\"name\":\"" + name + "\",\"roles\":[\"reader\"]}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().get("createdBy").asString()).isEqualTo("jwt:auth0|root");
        assertThat(get("/v1/status-model", made.json().get("key").asString()).status())
                .isEqualTo(200);
        var entry = get("/v1/admin/audit?actor=jwt:auth0%7Croot", root).json().at("/items/0");
        assertThat(entry.get("path").asString()).isEqualTo("/v1/admin/keys");
        assertThat(entry.get("status").asInt()).isEqualTo(201);
    }

    @Test
    void what_is_queued_is_the_callers_own() {
        var order = "jwt-" + UUID.randomUUID();
        var ann = issuer().token("ann", "writer");
        var accepted = send(request("PUT", "/v1/orders/" + order + "/status-changes/c-1", "{\"status\":\"PLACED\"}")
                .header("Authorization", "Bearer " + ann)
                .header("Prefer", "respond-async"));
        assertThat(accepted.status()).isEqualTo(202);
        var operation = Objects.requireNonNull(accepted.header("Location"));

        var done = send(request("GET", operation, null)
                .header("Authorization", "Bearer " + ann)
                .header("Prefer", "wait=20"));

        assertThat(done.json().at("/result/change/actor").asString("")).isEqualTo("jwt:ann");
        assertThat(get(operation, issuer().token("bob", "writer")).status()).isEqualTo(404);
    }

    /** A key's name has no colon, so that no key is made that looks like a token's caller. */
    @ParameterizedTest
    @CsvSource({"jwt:ann", "jwt:"})
    void no_key_has_a_name_that_a_token_may_have(String name) {
        assertThat(send("POST", "/v1/admin/keys", operatorKey(), "{\"name\":\"" + name + "\",\"roles\":[\"reader\"]}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void while_the_issuer_is_away_who_is_not_known_yet_is_told_to_come_again() {
        var known = issuer().token("ann", "reader");
        assertThat(get("/v1/status-model", known).status()).isEqualTo(200);
        var before = issuer().key();
        issuer().goAway();
        try {
            issuer().turnTo(TestIssuer.ellipticCurve("k-" + UUID.randomUUID()));
            var unknown = issuer().token("bob", "reader");

            assertThat(get("/v1/status-model", known).status()).isEqualTo(200);
            var deadline = System.nanoTime() + 20_000_000_000L; // It is asked once a second, and may just have been.
            var answer = get("/v1/status-model", unknown);
            while (answer.status() == 401) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                answer = get("/v1/status-model", unknown);
            }
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.problem()).isEqualTo("unavailable");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(get("/v1/status-model", operatorKey()).status()).isEqualTo(200);
        } finally {
            issuer().comeBack();
            issuer().publish(before, issuer().key());
        }
        var back = issuer().token("bob", "reader");
        var deadline = System.nanoTime() + 20_000_000_000L;
        while (get("/v1/status-model", back).status() != 200) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }
}
