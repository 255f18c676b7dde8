package orderstore.api.security.jwt;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import orderstore.api.launch.SettingErrors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose tokens are believed, and what they may say.
 *
 * @param issuer the {@code iss} of the tokens; its metadata tells where its keys are, unless the next or the one after
 *     does. Default: none, and no token is believed
 * @param jwkSetUri where the issuer's keys are (RFC 7517)
 * @param publicKeyFile the issuer's keys as PEM; then nobody is asked for them
 * @param audience what must be among the {@code aud} of a token; required with an issuer
 * @param nameClaim the claim, or the path of one, that names the caller; default {@code sub}
 * @param rolesClaim the claim, or the path of one, that holds roles, as an array or separated by spaces; default {@code
 *     roles}
 * @param readers which of its values make a reader; default: that word. Empty: none does
 * @param writers likewise
 * @param operators likewise
 * @param algorithms by which tokens may be signed, all of them asymmetric; default RS256, PS256, ES256
 * @param clockSkew by how much the issuer's clock may differ; 0 to 5 minutes, default 60 s
 */
@ConfigurationProperties("orderstore.security.jwt")
record JwtSettings(
        @Nullable String issuer,
        @Nullable String jwkSetUri,
        @Nullable Path publicKeyFile,
        @Nullable String audience,
        @DefaultValue("sub") String nameClaim,
        @DefaultValue("roles") String rolesClaim,
        @DefaultValue("reader") Set<String> readers,
        @DefaultValue("writer") Set<String> writers,
        @DefaultValue("operator") Set<String> operators,
        @DefaultValue({"RS256", "PS256", "ES256"}) Set<String> algorithms,
        @DefaultValue("60s") Duration clockSkew) {

    private static final List<String> ASYMMETRIC =
            List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");
    private static final Duration LONGEST_SKEW = Duration.ofMinutes(5);

    JwtSettings {
        var errors = new SettingErrors("orderstore.security.jwt");
        if (issuer == null) {
            checkNothingElse(errors, jwkSetUri, publicKeyFile, audience);
        } else {
            checkKeys(errors, issuer, jwkSetUri, publicKeyFile);
            checkText(errors, "audience", audience == null ? "" : audience);
        }
        checkText(errors, "name-claim", nameClaim);
        checkText(errors, "roles-claim", rolesClaim);
        if (readers.isEmpty() && writers.isEmpty() && operators.isEmpty()) {
            errors.add("readers, writers and operators", "are all empty, so that no token would have a role");
        }
        checkAlgorithms(errors, algorithms);
        errors.check(
                        "clock-skew",
                        clockSkew,
                        !clockSkew.isNegative() && clockSkew.compareTo(LONGEST_SKEW) <= 0,
                        "PT0S to " + LONGEST_SKEW)
                .throwIfAny("The settings of tokens");
    }

    /** Somebody who means to switch tokens on, and has not. */
    private static void checkNothingElse(SettingErrors errors, @Nullable Object... others) {
        if (Stream.of(others).anyMatch(other -> other != null)) {
            errors.add("issuer", "is missing; without it no token is believed, whatever else is set");
        }
    }

    private static void checkKeys(
            SettingErrors errors, String issuer, @Nullable String jwkSetUri, @Nullable Path publicKeyFile) {
        checkText(errors, "issuer", issuer);
        if (jwkSetUri != null && publicKeyFile != null) {
            errors.add(
                    "jwk-set-uri and public-key-file", "are both set; one of them tells which keys are the issuer's");
        } else if (jwkSetUri != null) {
            checkUri(errors, "jwk-set-uri", jwkSetUri);
        } else if (publicKeyFile == null) {
            checkUri(errors, "issuer", issuer);
        }
    }

    private static void checkUri(SettingErrors errors, String name, String uri) {
        if (SafeUri.of(uri) == null) {
            errors.add(name, "is \"" + uri + "\", allowed is " + SafeUri.ALLOWED);
        }
    }

    private static void checkText(SettingErrors errors, String name, String text) {
        if (text.isBlank()) {
            errors.add(name, "is missing or empty");
        }
    }

    private static void checkAlgorithms(SettingErrors errors, Set<String> algorithms) {
        errors.check(
                "algorithms",
                "\"" + String.join(",", algorithms) + "\"",
                !algorithms.isEmpty() && ASYMMETRIC.containsAll(algorithms),
                "one or more of " + String.join(", ", ASYMMETRIC));
    }
}
