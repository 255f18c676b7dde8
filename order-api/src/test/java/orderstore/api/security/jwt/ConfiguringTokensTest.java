package orderstore.api.security.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import orderstore.api.launch.StartRefused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which settings of tokens a start accepts. */
class ConfiguringTokensTest {

    @Test
    void nothing_is_believed_by_default() {
        assertThat(Believer.settings(Map.of()).issuer()).isNull();
    }

    @Test
    void an_issuer_and_an_audience_are_enough() {
        var settings = Believer.settings(Map.of("issuer", "https://login.example.org/", "audience", "order-store"));

        assertThat(settings.rolesClaim()).isEqualTo("roles");
        assertThat(settings.operators()).isEqualTo(Set.of("operator"));
        assertThat(settings.clockSkew()).hasSeconds(60);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            issuer          |                                | issuer is missing or empty
            issuer          | login.example.org              | issuer is "login.example.org", allowed is an https URI
            issuer          | http://login.example.org       | issuer is "http://login.example.org", allowed is an https
            issuer          | https://ann@login.example.org  | issuer is "https://ann@
            issuer          | https://login.example.org/#a   | issuer is "https://login
            issuer          | https:///realm                 | issuer is "https:///realm"
            jwk-set-uri     | ftp://login.example.org/keys   | jwk-set-uri is "ftp:
            audience        |                                | audience is missing or empty
            name-claim      |                                | name-claim is missing or empty
            roles-claim     |                                | roles-claim is missing or empty
            algorithms      | none                           | algorithms is "none", allowed are one or more of RS256, RS384
            algorithms      | RS256,HS256                    | algorithms is "RS256,HS256"
            algorithms      |                                | algorithms is ""
            clock-skew      | -1s                            | clock-skew is PT-1S, allowed are PT0S to PT5M
            clock-skew      | 6m                             | clock-skew is PT6M
            """)
    void what_cannot_be_used_is_refused(String name, String value, String told) {
        var values = new HashMap<>(Map.of("issuer", "https://login.example.org", "audience", "order-store"));
        values.put(name, value == null ? "" : value);

        assertThatThrownBy(() -> Believer.settings(values))
                .rootCause()
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("The settings of tokens cannot be used: ")
                .hasMessageContaining("orderstore.security.jwt." + told);
    }

    @Test
    void all_errors_are_told_at_once() {
        assertThatThrownBy(() -> Believer.settings(Map.of(
                        "jwk-set-uri", "https://login.example.org/keys",
                        "readers", "",
                        "writers", "",
                        "operators", "",
                        "clock-skew", "1h")))
                .rootCause()
                .hasMessageContaining("issuer is missing; without it no token is believed")
                .hasMessageContaining("readers, writers and operators are all empty")
                .hasMessageContaining("clock-skew is PT1H");
    }

    @Test
    void keys_come_from_one_place() {
        assertThatThrownBy(() -> Believer.settings(Map.of(
                        "issuer", "any name",
                        "audience", "order-store",
                        "jwk-set-uri", "https://login.example.org/keys",
                        "public-key-file", "/etc/keys.pem")))
                .rootCause()
                .hasMessageContaining("jwk-set-uri and public-key-file are both set");
    }

    /** Who is not asked need not have an address. */
    @Test
    void an_issuer_whose_keys_are_known_may_have_any_name() {
        var settings = Believer.settings(
                Map.of("issuer", "shop", "audience", "order-store", "public-key-file", "/etc/keys.pem"));

        assertThat(settings.issuer()).isEqualTo("shop");
    }
}
