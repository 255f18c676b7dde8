package orderstore.api.security.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import orderstore.api.problem.ProblemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.BadCredentialsException;

/** A token is verified once and remembered, good ones for a while, and who sends bad ones. */
class RememberingATokenTest {
    private final Believer believer = new Believer();
    private final TestIssuer issuer = believer.issuer;

    @AfterEach
    void close() {
        believer.close();
    }

    /** What a token is good for once it is remembered, nobody looks at its signature any more. */
    @Test
    void a_token_is_verified_again_only_after_a_while() {
        var token = issuer.token(claims -> claims.claim("exp", inSeconds(3_600)));
        believer.believe(token);
        issuer.turnTo(TestIssuer.ellipticCurve("k-2"));

        believer.advance(JwtTokens.REMEMBERED.minusMillis(1));
        assertThat(believer.believe(token).getName()).isEqualTo("jwt:ann");

        believer.advance(Duration.ofMillis(1));
        assertThat(believer.refusal(token)).contains("signed");
    }

    @Test
    void what_is_remembered_expires_when_the_token_does() {
        var token = issuer.token(claims -> claims.claim("exp", inSeconds(10)));
        believer.believe(token);

        believer.advance(Duration.ofSeconds(69));
        assertThat(believer.believe(token).getName()).isEqualTo("jwt:ann");

        believer.advance(Duration.ofSeconds(1));
        assertThat(believer.refusal(token)).contains("expired");
    }

    @Test
    void one_character_more_is_another_token() {
        var token = issuer.token("ann");
        believer.believe(token);

        assertThat(believer.refusal(token + "A")).contains("signed");
    }

    @Test
    void who_sends_one_bad_token_after_the_other_is_not_listened_to_for_a_while() {
        for (int i = 0; i < 100; i++) {
            assertThat(believer.refusal("bad." + i + ".token")).contains("signed");
        }

        var answer = believer.problem("bad.another.token");

        assertThat(answer.problem().name()).isEqualTo("too-many-requests");
        assertThat(answer.problem().detail()).contains("this address");
    }

    @Test
    void callers_who_were_let_in_before_are_let_in_with_new_tokens_whatever_others_send() {
        believer.believe(issuer.token("ann"));
        sendBadOnes();

        assertThat(believer.believe(issuer.token("ann", "writer")).getName()).isEqualTo("jwt:ann");
        assertThat(believer.problem(issuer.token("bob")).problem().name()).isEqualTo("too-many-requests");
        assertThat(believer.refusal(issuer.token(claims -> claims.audience("another"))))
                .as("a bad one that says it is ann's is looked at")
                .contains("audience");
    }

    private void sendBadOnes() {
        for (int i = 0; i < 100; i++) {
            var bad = "bad." + i + ".token";
            assertThatThrownBy(() -> believer.believe(bad))
                    .isInstanceOfAny(BadCredentialsException.class, ProblemException.class);
        }
    }

    private long inSeconds(long seconds) {
        return TestIssuer.seconds(believer.clock.instant()) + seconds;
    }
}
