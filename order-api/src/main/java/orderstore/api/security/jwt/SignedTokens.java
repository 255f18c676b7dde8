package orderstore.api.security.jwt;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.time.InstantSource;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** When a token is one: signed by the issuer, for us, and now. What is wrong is told without what it says. */
final class SignedTokens {
    /** Of plain JWTs, and of access tokens (RFC 9068). Others are made for other uses. */
    private static final DefaultJOSEObjectTypeVerifier<SecurityContext> TYPES = new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"), null);

    private SignedTokens() {}

    static JwtDecoder decoder(
            JwtSettings settings, String issuer, JWKSource<SecurityContext> keys, InstantSource clock) {
        var algorithms = settings.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSTypeVerifier(TYPES);
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys));
        processor.setJWTClaimsSetVerifier((claims, context) -> {}); // That is done below.
        var decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(rules(settings, issuer, clock));
        return decoder;
    }

    private static OAuth2TokenValidator<Jwt> rules(JwtSettings settings, String issuer, InstantSource clock) {
        var skew = settings.clockSkew();
        return new DelegatingOAuth2TokenValidator<>(
                rule("it does not say when it expires", token -> token.getExpiresAt() != null),
                rule(
                        "it has expired",
                        token -> token.getExpiresAt() == null
                                || clock.instant().minus(skew).isBefore(token.getExpiresAt())),
                rule(
                        "it is not valid yet",
                        token -> token.getNotBefore() == null
                                || !clock.instant().plus(skew).isBefore(token.getNotBefore())),
                rule("it is from another issuer", token -> issuer.equals(token.getClaimAsString("iss"))),
                rule(
                        "it is for another audience",
                        token -> token.getAudience() != null
                                && token.getAudience().contains(settings.audience())));
    }

    private static OAuth2TokenValidator<Jwt> rule(String otherwise, Predicate<Jwt> kept) {
        var broken =
                OAuth2TokenValidatorResult.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, otherwise, null));
        return token -> kept.test(token) ? OAuth2TokenValidatorResult.success() : broken;
    }
}
