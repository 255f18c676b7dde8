package orderstore.api.security.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import orderstore.api.launch.StartRefused;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the issuer's keys come from, when it is asked for them, and what happens while it cannot be. */
class AskingAnIssuerTest {
    private final Believer believer = new Believer();
    private final TestIssuer issuer = believer.issuer;

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        believer.close();
    }

    @Test
    void it_is_asked_at_the_first_token_and_not_again_for_a_while() {
        assertThat(issuer.asked()).isEmpty();

        believeAnother();
        believeAnother();
        assertThat(issuer.asked()).containsExactly(TestIssuer.METADATA, TestIssuer.KEYS);

        believer.advance(IssuerKeys.REMEMBERED.minusSeconds(1));
        believeAnother();
        assertThat(issuer.asked()).hasSize(2);
        believer.advance(Duration.ofSeconds(1));
        believeAnother();
        assertThat(issuer.asked()).hasSize(4);
    }

    @Test
    void a_new_key_is_found_when_the_first_token_comes_that_is_signed_with_it() {
        believeAnother();
        believer.advance(IssuerKeys.PAUSE);

        issuer.turnTo(TestIssuer.ellipticCurve("k-2"));

        believeAnother();
    }

    @Test
    void a_key_that_the_issuer_has_given_up_is_given_up_here_when_it_is_asked_again() {
        var old = issuer.key();
        believeAnother();
        issuer.turnTo(TestIssuer.ellipticCurve("k-2"));
        believer.advance(IssuerKeys.REMEMBERED);

        var token = TestIssuer.signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(old.getKeyID()).build(),
                issuer.claims().build(),
                old);

        assertThat(believer.refusal(token)).contains("signed");
    }

    @Test
    void however_many_unknown_keys_are_named_it_is_asked_once_a_second() {
        believeAnother();
        believer.advance(IssuerKeys.PAUSE);

        for (int i = 0; i < 20; i++) {
            assertThat(believer.refusal(signedByNobody("k-" + (i + 10)))).contains("signed");
        }

        assertThat(issuer.asked()).hasSize(4);
    }

    @Test
    void while_it_cannot_be_asked_it_is_not_known_who_asks() {
        issuer.goAway();

        var answer = believer.problem(issuer.token("ann", "reader"));

        assertThat(answer.problem().name()).isEqualTo("unavailable");
        assertThat(answer.problem().status().value()).isEqualTo(503);
        assertThat(answer.problem().detail()).startsWith("Nothing was done").doesNotContain("127.0.0.1");
        assertThat(answer.headers().getFirst("Retry-After")).isEqualTo("1");

        issuer.comeBack();
        believer.advance(IssuerKeys.PAUSE);
        believeAnother();
    }

    @Test
    void while_it_cannot_be_asked_the_keys_that_are_known_go_on_for_an_hour() {
        believeAnother();
        issuer.goAway();

        believer.advance(IssuerKeys.REMEMBERED_WITHOUT_ISSUER.minusSeconds(1));
        believeAnother();
        assertThat(believer.problem(signedByNobody("new")).problem().name())
                .as("a key that may be new")
                .isEqualTo("unavailable");
        assertThat(believer.refusal(issuer.token(claims -> claims.audience("another"))))
                .contains("audience");

        believer.advance(Duration.ofSeconds(2));
        assertThat(believer.problem(issuer.token("ann")).problem().name()).isEqualTo("unavailable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{\"issuer\":\"HOST/realms/another\",\"jwks_uri\":\"HOST/realms/shop/keys\"}",
                "{\"issuer\":\"THIS\"}",
                "{\"issuer\":\"THIS\",\"jwks_uri\":\"http://keys.example.org/keys\"}",
                "{\"issuer\":\"THIS\",\"jwks_uri\":\"file:///etc/passwd\"}",
                "{\"issuer\":\"THIS\",\"jwks_uri\":\"HOST/nowhere\"}",
                "{\"issuer\":\"THIS\",\"jwks_uri\":\"HOST/no-keys\"}"
            })
    void metadata_that_cannot_be_used_is_no_reason_to_believe_anybody(String metadata) {
        issuer.serve("/no-keys", "{}");
        issuer.serve(TestIssuer.METADATA, metadata.replace("THIS", issuer.url()).replace("HOST", issuer.host()));

        assertThat(believer.problem(issuer.token("ann")).problem().name()).isEqualTo("unavailable");
    }

    @Test
    void nobody_is_asked_to_whom_the_issuer_redirects() {
        issuer.serve("/elsewhere", issuer.metadata(issuer.url()));
        issuer.redirect(TestIssuer.METADATA, "/elsewhere");

        assertThat(believer.problem(issuer.token("ann")).problem().name()).isEqualTo("unavailable");
        assertThat(issuer.asked()).containsExactly(TestIssuer.METADATA);
    }

    @Test
    void an_answer_without_end_is_not_read_to_its_end() {
        issuer.serve(TestIssuer.KEYS, " ".repeat(1024 * 1024 + 1));

        assertThat(believer.problem(issuer.token("ann")).problem().name()).isEqualTo("unavailable");
    }

    @Test
    void an_issuer_without_open_id_is_asked_for_its_oauth_metadata() {
        issuer.remove(TestIssuer.METADATA);
        issuer.serve("/.well-known/oauth-authorization-server/realms/shop", issuer.metadata(issuer.url()));

        believeAnother();
    }

    @Test
    void where_the_keys_are_may_be_told() {
        believer.with("jwk-set-uri", issuer.host() + TestIssuer.KEYS, "issuer", issuer.url());
        issuer.remove(TestIssuer.METADATA);

        believeAnother();
        assertThat(issuer.asked()).containsExactly(TestIssuer.KEYS);
    }

    @Test
    void with_keys_in_a_file_nobody_is_asked() throws Exception {
        var others = TestIssuer.ellipticCurve("any");
        var file = file(pem(TestIssuer.rsa("x")) + pem(issuer.key()) + "between\n" + pem(others));
        believer.with("public-key-file", file.toString());

        believeAnother();
        issuer.turnTo(others);
        believeAnother();
        issuer.turnTo(TestIssuer.ellipticCurve("any"));
        assertThat(believer.refusal(issuer.token("ann"))).contains("signed");
        assertThat(issuer.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"
            })
    void a_file_without_keys_that_can_be_used_is_refused(String text) throws Exception {
        var file = file(text);

        assertThatThrownBy(() -> believer.with("public-key-file", file.toString()))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("The keys of tokens cannot be taken from " + file + ": ");
    }

    @Test
    void a_key_that_is_too_short_is_refused() throws Exception {
        var file = file(pem(new RSAKeyGenerator(1024, true).generate()));

        assertThatThrownBy(() -> believer.with("public-key-file", file.toString()))
                .hasMessageContaining("RSA, of 2048 bits or more");
    }

    @Test
    void a_file_that_is_missing_is_refused() {
        assertThatThrownBy(() ->
                        believer.with("public-key-file", folder.resolve("none").toString()))
                .isInstanceOf(StartRefused.class)
                .hasMessageEndingWith(": it cannot be read.");
    }

    private int callers;

    /** One that is not remembered. */
    private void believeAnother() {
        var name = "caller-" + callers++;
        assertThat(believer.believe(issuer.token(name)).getName()).isEqualTo("jwt:" + name);
    }

    private String signedByNobody(String keyId) {
        return TestIssuer.signed(
                issuer.header().keyID(keyId).build(), issuer.claims().build(), issuer.key());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("keys-" + callers++ + ".pem"), text);
    }

    private static String pem(JWK key) throws JOSEException {
        var encoded = ((AsymmetricJWK) key).toPublicKey().getEncoded();
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END PUBLIC KEY-----\n";
    }
}
