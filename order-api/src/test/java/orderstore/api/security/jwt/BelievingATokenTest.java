package orderstore.api.security.jwt;

import static orderstore.api.security.Role.OPERATOR;
import static orderstore.api.security.Role.READER;
import static orderstore.api.security.Role.WRITER;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens are believed, and what they tell of the caller. */
class BelievingATokenTest {
    private final Believer believer = new Believer();
    private final TestIssuer issuer = believer.issuer;

    @AfterEach
    void close() {
        believer.close();
    }

    @Test
    void a_token_tells_name_and_roles() {
        var ann = believer.believe(issuer.token("ann", "reader", "writer", "gardener"));

        assertThat(ann.getName()).isEqualTo("jwt:ann");
        assertThat(ann.isAuthenticated()).isTrue();
        assertThat(READER.isHeldBy(ann)).isTrue();
        assertThat(WRITER.isHeldBy(ann)).isTrue();
        assertThat(OPERATOR.isHeldBy(ann)).isFalse();
    }

    /** Seconds from now; clocks may differ by a minute. */
    @ParameterizedTest
    @CsvSource({"-59, true", "-60, false", "-61, false"})
    void a_token_is_believed_until_it_expires(long expires, boolean believed) {
        var token =
                issuer.token(claims -> claims.claim("exp", inSeconds(expires)).claim("iat", inSeconds(-600)));

        if (believed) {
            assertThat(believer.believe(token).getName()).isEqualTo("jwt:ann");
        } else {
            assertThat(believer.refusal(token)).isEqualTo("The token that was sent is not in force: it has expired");
        }
    }

    @ParameterizedTest
    @CsvSource({"60, true", "61, false"})
    void a_token_is_believed_from_its_beginning(long notBefore, boolean believed) {
        var token = issuer.token(claims -> claims.claim("nbf", inSeconds(notBefore)));

        if (believed) {
            assertThat(believer.believe(token).getName()).isEqualTo("jwt:ann");
        } else {
            assertThat(believer.refusal(token)).endsWith(": it is not valid yet");
        }
    }

    @Test
    void a_token_that_never_expires_is_not_believed() {
        assertThat(believer.refusal(issuer.token(claims -> claims.claim("exp", null))))
                .endsWith(": it does not say when it expires");
    }

    @Test
    void a_token_of_another_issuer_or_for_others_is_not_believed() {
        assertThat(believer.refusal(issuer.token(claims -> claims.issuer(issuer.url() + "/"))))
                .endsWith(": it is from another issuer");
        assertThat(believer.refusal(issuer.token(claims -> claims.audience("another"))))
                .endsWith(": it is for another audience");
        assertThat(believer.refusal(issuer.token(claims -> claims.audience((String) null))))
                .endsWith(": it is for another audience");
    }

    @Test
    void all_that_is_wrong_is_told_at_once() {
        assertThat(believer.refusal(
                        issuer.token(claims -> claims.issuer("x").audience("y").claim("exp", null))))
                .endsWith(": it does not say when it expires and it is from another issuer"
                        + " and it is for another audience");
    }

    @Test
    void an_unsigned_token_is_not_believed() {
        assertUnsigned(new PlainJWT(issuer.claims().build()).serialize());
        String[] parts = parts(issuer.token("ann", "operator"));
        assertUnsigned(parts[0] + "." + parts[1] + ".");
        assertUnsigned(base64("{\"alg\":\"none\"}") + "." + parts[1] + "." + parts[2]);
    }

    /** The public key is known to all; who checked a MAC with it would believe anybody. */
    @Test
    void a_token_with_the_public_key_as_a_shared_secret_is_not_believed() throws JOSEException {
        var publicKey = issuer.key().toRSAKey().toRSAPublicKey().getEncoded();
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .keyID(issuer.key().getKeyID())
                .build();

        assertUnsigned(TestIssuer.signed(header, issuer.claims().build(), new MACSigner(publicKey)));
    }

    @Test
    void a_token_by_an_algorithm_that_is_not_allowed_is_not_believed() {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("k-1").build();
        issuer.publish(issuer.key());
        var token = TestIssuer.signed(header, issuer.claims().build(), withoutAlgorithm());

        assertUnsigned(token);
        believer.with("algorithms", "RS256,RS512");
        issuer.publish(withoutAlgorithm());
        assertThat(believer.believe(token).getName()).isEqualTo("jwt:ann");
    }

    private JWK withoutAlgorithm() {
        return new RSAKey.Builder(issuer.key().toRSAKey()).algorithm(null).build();
    }

    @Test
    void a_token_signed_by_somebody_else_is_not_believed() {
        assertUnsigned(
                TestIssuer.signed(issuer.header().build(), issuer.claims().build(), TestIssuer.rsa("k-1")));
    }

    @Test
    void a_key_that_a_token_brings_along_is_not_asked() {
        var own = TestIssuer.rsa("mine");
        var header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(own.toPublicJWK()).build();

        assertUnsigned(TestIssuer.signed(header, issuer.claims().build(), own));
    }

    @Test
    void a_token_that_was_changed_is_not_believed() {
        String[] parts = parts(issuer.token("ann", "reader"));
        var other = parts(issuer.token("ann", "operator"))[1];

        assertUnsigned(parts[0] + "." + other + "." + parts[2]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {".", "..", "a.b.c", "....", "eyJhbGciOiJSUzI1NiJ9..", "é.ü.", "eyJhbGciOiJSUzI1NiJ9.e30.AA"})
    void what_is_no_token_is_not_believed(String text) {
        assertUnsigned(text);
    }

    @Test
    void a_huge_token_is_not_even_read() {
        var huge = issuer.token(claims -> claims.claim("more", "x".repeat(20_000)));

        assertThat(believer.refusal(huge)).endsWith(": it is longer than 16384 characters");
        assertThat(issuer.asked()).isEmpty();
        assertUnsigned(base64("{\"alg\":\"RS256\",\"x\":" + "[".repeat(6_000)) + ".e30.AA");
    }

    @ParameterizedTest
    @CsvSource({"JWT, true", "at+jwt, true", "application/at+jwt, true", "logout+jwt, false", "dpop+jwt, false"})
    void only_what_is_made_for_access_is_believed(String type, boolean believed) {
        var header = issuer.header().type(new JOSEObjectType(type)).build();
        var token = TestIssuer.signed(header, issuer.claims().build(), issuer.key());

        if (believed) {
            assertThat(believer.believe(token).getName()).isEqualTo("jwt:ann");
        } else {
            assertUnsigned(token);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"auth0|5f7c8e", "b7e0a1d2-0c0e-4c6e-9d4e-3b1a2c3d4e5f", "ann@example.org", "a:b/c=d+e", "."})
    void a_name_is_told_after_a_colon_so_that_no_key_has_it(String name) {
        assertThat(believer.believe(issuer.token(name)).getName()).isEqualTo("jwt:" + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ann b",
                "a\"b",
                "<b>",
                "ä",
                "a\nb",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void a_name_that_cannot_be_kept_is_refused_and_not_told(String name) {
        assertThat(believer.refusal(issuer.token(name)))
                .isEqualTo("The token that was sent is not in force: the claim that names the caller is not"
                        + " 1 to 60 of A-Z a-z 0-9 . _ ~ @ | : + / = -");
    }

    @Test
    void a_name_that_is_no_text_is_refused() {
        assertThat(believer.refusal(issuer.token(claims -> claims.subject(null))))
                .contains("names the caller");
        believer.with("name-claim", "number");
        assertThat(believer.refusal(issuer.token(claims -> claims.claim("number", 5))))
                .contains("names the caller");
    }

    @Test
    void the_name_may_be_another_claim() {
        believer.with("name-claim", "act.name");

        assertThat(believer.believe(issuer.token(claims -> claims.claim("act", Map.of("name", "bob"))))
                        .getName())
                .isEqualTo("jwt:bob");
    }

    @Test
    void roles_may_be_called_otherwise_and_stand_deeper() {
        believer.with(
                "roles-claim",
                "realm_access.roles",
                "readers",
                "orders-read,staff",
                "writers",
                "",
                "operators",
                "staff");

        assertThat(believer.roles(issuer.token(inRealm("orders-read")))).containsExactly(READER);
        assertThat(believer.roles(issuer.token(inRealm("staff")))).containsExactly(READER, OPERATOR);
        assertThat(believer.roles(issuer.token(inRealm("writer", "operator")))).isEmpty();
    }

    private static UnaryOperator<JWTClaimsSet.Builder> inRealm(String... roles) {
        return claims -> claims.claim("realm_access", Map.of("roles", List.of(roles)));
    }

    @Test
    void roles_may_be_a_scope() {
        believer.with("roles-claim", "scope", "readers", "orders:read", "writers", "orders:write");

        assertThat(believer.roles(issuer.token(claims -> claims.claim("scope", "openid orders:read  orders:write"))))
                .containsExactly(READER, WRITER);
    }

    @Test
    void a_claim_may_have_a_dot_in_its_name() {
        believer.with("roles-claim", "https://example.org/roles");

        assertThat(believer.roles(issuer.token(claims -> claims.claim("https://example.org/roles", List.of("writer")))))
                .containsExactly(WRITER);
    }

    @Test
    void what_names_no_role_gives_none() {
        for (Object value : Arrays.asList(null, "", "Reader", 5, Map.of("reader", true), List.of(), List.of(5))) {
            assertThat(believer.roles(issuer.token(claims -> claims.claim("roles", value))))
                    .as("%s", value)
                    .isEmpty();
        }
        assertThat(believer.roles(issuer.token(claims -> claims.claim("roles", Arrays.asList(null, "writer")))))
                .containsExactly(WRITER);
    }

    private void assertUnsigned(String token) {
        assertThat(believer.refusal(token))
                .isEqualTo("The token that was sent is not in force: it is no JWT that a key of the issuer has signed"
                        + " in a way that is allowed here");
    }

    private long inSeconds(long seconds) {
        return TestIssuer.seconds(believer.clock.instant()) + seconds;
    }

    private static String[] parts(String token) {
        return token.split("\\.", -1);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
