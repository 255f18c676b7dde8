package orderstore.api.security.jwt;

import java.time.InstantSource;
import orderstore.api.security.RunningServer;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The product that believes the tokens of an issuer, one for all tests of that. */
abstract class ServerWithIssuer extends RunningServer {
    private static final TestIssuer ISSUER = new TestIssuer(InstantSource.system());

    @DynamicPropertySource
    static void tokens(DynamicPropertyRegistry settings) {
        settings.add("orderstore.security.jwt.issuer", ISSUER::url);
        settings.add("orderstore.security.jwt.audience", () -> TestIssuer.AUDIENCE);
        settings.add("orderstore.limits.failed-keys.per-second", () -> 0);
    }

    static TestIssuer issuer() {
        return ISSUER;
    }
}
