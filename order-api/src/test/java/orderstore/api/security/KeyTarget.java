package orderstore.api.security;

import orderstore.api.jazzer.Property;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.InsufficientAuthenticationException;

/** The header with the key: none is made of it but one that was sent, and none shows itself. */
public final class KeyTarget {

    private KeyTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String header = Property.header(input);
        var request = new MockHttpServletRequest();
        request.addHeader("Authorization", header);
        try {
            var secret = new KeySecret(BearerKeys.sent(request));
            Property.holds(header.contains(secret.text()) && !secret.text().isEmpty(), "a key that was not sent");
            Property.holds(secret.hash().equals(new KeySecret(secret.text()).hash()), "another hash");
            Property.holds(secret.toString().equals("osk_…"), "a key that shows itself");
        } catch (InsufficientAuthenticationException refused) {
            Property.holds(refused.getMessage() != null, "refused for nothing");
        }
    }
}
