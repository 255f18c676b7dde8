package orderstore.api.security.jwt;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import orderstore.api.limits.TestLimits;
import orderstore.api.problem.ProblemException;
import orderstore.api.security.KeyRoles;
import orderstore.api.security.Role;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;

/** Who believes the tokens of an issuer, at a time that a test moves. */
final class Believer implements AutoCloseable {
    static final String ADDRESS = "10.0.0.1";

    private Instant now = Instant.parse("2026-03-01T09:00:00Z");
    private final Instant begun = now;
    final InstantSource clock = () -> now;
    final TestIssuer issuer = new TestIssuer(clock);
    private JwtTokens tokens;

    Believer() {
        tokens = tokens(Map.of());
    }

    static JwtSettings settings(Map<String, String> values) {
        var properties = new HashMap<String, String>();
        values.forEach((name, value) -> properties.put("orderstore.security.jwt." + name, value));
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("orderstore.security.jwt", JwtSettings.class);
    }

    /** Begins anew with these settings beside issuer and audience. */
    Believer with(String... namesAndValues) {
        var more = new HashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            more.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        tokens = tokens(more);
        return this;
    }

    private JwtTokens tokens(Map<String, String> more) {
        var values = new HashMap<>(Map.of("issuer", issuer.url(), "audience", TestIssuer.AUDIENCE));
        values.putAll(more);
        return JwtWiring.tokens(
                settings(values),
                TestLimits.failedKeys(100),
                clock,
                () -> Duration.between(begun, now).toNanos());
    }

    void advance(Duration time) {
        now = now.plus(time);
    }

    Authentication believe(String token) {
        return tokens.authenticate(token, ADDRESS);
    }

    Set<Role> roles(String token) {
        return KeyRoles.of(believe(token));
    }

    /** Why a token is not believed. */
    String refusal(String token) {
        var refusal = catchThrowableOfType(BadCredentialsException.class, () -> believe(token));
        return Objects.toString(refusal.getMessage());
    }

    /** The problem that is answered to it. */
    ProblemException problem(String token) {
        return catchThrowableOfType(ProblemException.class, () -> believe(token));
    }

    @Override
    public void close() {
        issuer.close();
    }
}
