package orderstore.api.security.jwt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.nimbusds.jwt.JWTParser;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import orderstore.api.limits.FailedKeys;
import orderstore.api.problem.Problem;
import orderstore.api.problem.ProblemException;
import orderstore.api.security.BearerTokens;
import orderstore.api.security.KeyHash;
import orderstore.api.security.KeyRoles;
import orderstore.api.security.KeySecret;
import orderstore.api.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/** Believes tokens, and remembers by their hash those that it found good, since a signature costs more than a request. */
final class JwtTokens implements BearerTokens {
    static final Duration REMEMBERED = Duration.ofMinutes(5);

    private static final int MOST = 10_000;
    private static final int LONGEST = 16 * 1024;

    private final JwtDecoder decoder;
    private final CallerClaims callers;
    private final Duration clockSkew;
    private final FailedKeys failed;
    private final InstantSource clock;
    private final Cache<KeyHash, Caller> remembered;
    private final Cache<String, Boolean> wereLetIn =
            Caffeine.newBuilder().maximumSize(MOST).build();

    private record Caller(String name, Set<Role> roles, Instant until) {}

    JwtTokens(JwtDecoder decoder, JwtSettings settings, FailedKeys failed, InstantSource clock, Ticker ticker) {
        this.decoder = decoder;
        this.callers = new CallerClaims(settings);
        this.clockSkew = settings.clockSkew();
        this.failed = failed;
        this.clock = clock;
        this.remembered = Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterWrite(REMEMBERED)
                .maximumSize(MOST)
                .build();
    }

    /** A key has no dot. */
    @Override
    public boolean isOne(String bearer) {
        return bearer.indexOf('.') >= 0;
    }

    @Override
    public Authentication authenticate(String token, String address) {
        var hash = new KeySecret(token).hash();
        var caller = remembered.getIfPresent(hash);
        if (caller == null || !clock.instant().isBefore(caller.until())) {
            caller = verify(token, address);
            remembered.put(hash, caller);
            wereLetIn.put(caller.name(), true);
        }
        return KeyRoles.key(caller.name(), caller.roles());
    }

    /**
     * The tokens of a caller who was let in before are looked at whatever others send from the same address: they are
     * renewed every few minutes, and the address may be that of a proxy.
     */
    private Caller verify(String token, String address) {
        if (!seemsKnown(token)) {
            failed.refuseAfterTooMany(address);
        }
        try {
            return caller(token.length() > LONGEST ? tooLong() : decode(token));
        } catch (BadCredentialsException e) {
            failed.count(address);
            throw e;
        }
    }

    /** By what the token says of itself, which anybody can write: all that it gains is to be looked at. */
    private boolean seemsKnown(String token) {
        try {
            var claims =
                    token.length() > LONGEST ? null : JWTParser.parse(token).getJWTClaimsSet();
            var name = claims == null ? null : callers.name(claims.getClaims());
            return name != null && wereLetIn.getIfPresent(name) != null;
        } catch (ParseException | RuntimeException e) {
            return false;
        }
    }

    private Caller caller(Jwt token) {
        var name = callers.name(token.getClaims());
        if (name == null) {
            throw refusal("the claim that names the caller is not " + CallerClaims.ALLOWED_NAME);
        }
        var expires = Objects.requireNonNull(token.getExpiresAt(), "a token that is believed expires");
        return new Caller(name, callers.roles(token.getClaims()), expires.plus(clockSkew));
    }

    private Jwt decode(String token) {
        try {
            return decoder.decode(token);
        } catch (JwtValidationException e) {
            throw refusal(
                    e.getErrors().stream().map(OAuth2Error::getDescription).collect(Collectors.joining(" and ")));
        } catch (BadJwtException e) {
            throw refusal("it is no JWT that a key of the issuer has signed in a way that is allowed here");
        } catch (JwtException e) {
            throw isOutage(e) ? unavailable() : refusal("it cannot be verified with the keys of the issuer");
        }
    }

    private static Jwt tooLong() {
        throw refusal("it is longer than " + LONGEST + " characters");
    }

    /** Without its cause, which may tell of the token. */
    private static BadCredentialsException refusal(String why) {
        return new BadCredentialsException("The token that was sent is not in force: " + why);
    }

    private static boolean isOutage(Throwable e) {
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IssuerKeys.Unavailable) {
                return true;
            }
        }
        return false;
    }

    private static ProblemException unavailable() {
        long seconds = IssuerKeys.PAUSE.toSeconds();
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        var problem = new Problem(
                "unavailable",
                "This cannot be done right now",
                HttpStatus.SERVICE_UNAVAILABLE,
                "Nothing was done: the keys that the token could be verified with cannot be had from its issuer now."
                        + " Repeat the same request after " + seconds + " s.");
        return new ProblemException(problem, headers);
    }
}
