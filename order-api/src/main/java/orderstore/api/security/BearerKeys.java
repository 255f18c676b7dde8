package orderstore.api.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import orderstore.api.limits.FailedKeys;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;

/** Finds out from the {@code Authorization} header who is asking, once for each request, however many threads serve it. */
@Component
class BearerKeys implements SecurityContextRepository {
    private static final String SCHEME = "bearer ";
    private static final int LONGEST = 200;
    private static final String ATTRIBUTE = BearerKeys.class.getName();

    private final ApiKeys keys;
    private final @Nullable BearerTokens tokens;
    private final FailedKeys failed;

    BearerKeys(ApiKeys keys, ObjectProvider<BearerTokens> tokens, FailedKeys failed) {
        this.keys = keys;
        this.tokens = tokens.getIfAvailable();
        this.failed = failed;
    }

    @Override
    public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof OnDemand known) {
            return known; // An answer that was begun is finished, even if its key is revoked meanwhile.
        }
        var context = new OnDemand(() -> new SecurityContextImpl(authenticate(request)));
        request.setAttribute(ATTRIBUTE, context);
        return context;
    }

    private Authentication authenticate(HttpServletRequest request) {
        var sent = sent(request);
        if (tokens != null && tokens.isOne(sent)) {
            return tokens.authenticate(sent, request.getRemoteAddr());
        }
        var key = find(new KeySecret(sent), request);
        if (key == null) {
            throw new BadCredentialsException("The key that was sent is not in force");
        }
        return new KeyAuthentication(key);
    }

    /** What was sent as a key or a token, whether it is one or not. */
    static String sent(HttpServletRequest request) {
        var headers = request.getHeaders(HttpHeaders.AUTHORIZATION);
        if (!headers.hasMoreElements()) {
            throw new InsufficientAuthenticationException("No key was sent");
        }
        var sent = bearer(headers.nextElement());
        if (headers.hasMoreElements() || sent.isEmpty() || sent.chars().anyMatch(Character::isWhitespace)) {
            throw new InsufficientAuthenticationException("The Authorization header is not one bearer key");
        }
        return sent;
    }

    /** What follows the scheme; nothing if it is another. */
    private static String bearer(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : "";
    }

    /** Who was let in before is looked up whatever others send from the same address, which may be that of a proxy. */
    private @Nullable ApiKey find(KeySecret secret, HttpServletRequest request) {
        var hash = secret.hash();
        var remembered = keys.remembered(hash);
        if (remembered != null) {
            return remembered;
        }
        if (!keys.wasInForce(hash)) {
            failed.refuseAfterTooMany(request.getRemoteAddr());
        }
        var key = secret.text().length() > LONGEST ? null : keys.find(hash);
        if (key == null) {
            failed.count(request.getRemoteAddr());
        }
        return key;
    }

    @Override
    @SuppressWarnings({"deprecation", "InlineMeSuggester"}) // The interface has not got rid of it yet.
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return loadDeferredContext(holder.getRequest()).get();
    }

    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
        // Nothing outlives a request: the next one brings its key again.
    }

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) != null;
    }
}
