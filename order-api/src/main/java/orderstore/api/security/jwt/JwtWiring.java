package orderstore.api.security.jwt;

import com.github.benmanes.caffeine.cache.Ticker;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.InstantSource;
import java.util.Objects;
import orderstore.api.limits.FailedKeys;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JwtSettings.class)
class JwtWiring {

    /** Asks nobody yet: the product starts whether the issuer is there or not. */
    @Bean
    @ConditionalOnProperty("orderstore.security.jwt.issuer")
    JwtTokens jwtTokens(JwtSettings settings, FailedKeys failed, InstantSource clock) {
        return tokens(settings, failed, clock, Ticker.systemTicker());
    }

    static JwtTokens tokens(JwtSettings settings, FailedKeys failed, InstantSource clock, Ticker ticker) {
        var issuer = Objects.requireNonNull(settings.issuer(), "the condition above");
        var decoder = SignedTokens.decoder(settings, issuer, keys(settings, issuer, ticker), clock);
        return new JwtTokens(decoder, settings, failed, clock, ticker);
    }

    private static JWKSource<SecurityContext> keys(JwtSettings settings, String issuer, Ticker ticker) {
        return settings.publicKeyFile() != null
                ? PublicKeyFile.source(settings.publicKeyFile())
                : new IssuerKeys(new IssuerEndpoint(issuer, settings.jwkSetUri()), ticker);
    }
}
