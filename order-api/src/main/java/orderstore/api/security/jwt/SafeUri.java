package orderstore.api.security.jwt;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses at which nobody on the way can put other keys in place of the issuer's. */
final class SafeUri {
    static final String ALLOWED = "an https URI without user or fragment, or an http URI of this machine";

    private static final Pattern THIS_MACHINE = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

    private SafeUri() {}

    /** Null if it is none. */
    static @Nullable URI of(String text) {
        try {
            var uri = new URI(text);
            return isSafe(uri) && uri.getRawUserInfo() == null && uri.getRawFragment() == null ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static boolean isSafe(URI uri) {
        String host = uri.getHost();
        return host != null
                && ("https".equalsIgnoreCase(uri.getScheme())
                        || ("http".equalsIgnoreCase(uri.getScheme())
                                && THIS_MACHINE.matcher(host).matches()));
    }
}
