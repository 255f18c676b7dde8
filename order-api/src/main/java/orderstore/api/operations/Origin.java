package orderstore.api.operations;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import orderstore.api.security.KeyRoles;
import orderstore.api.security.Role;
import orderstore.api.trace.TraceContext;
import org.springframework.security.core.Authentication;

/**
 * Who asked for an operation. It is authorised when it is accepted: what the key might do then is done, even if the key
 * has been revoked meanwhile.
 *
 * @param actor the name of the key
 * @param roles that it had
 * @param traceId the trace of the request
 * @param traceSent whether the client sent it
 */
public record Origin(String actor, Set<Role> roles, String traceId, boolean traceSent) {

    public static Origin of(Authentication key, HttpServletRequest request) {
        TraceContext trace = TraceContext.of(request);
        return new Origin(key.getName(), KeyRoles.of(key), trace.traceId(), trace.sent());
    }

    /** The key as it was. */
    public Authentication key() {
        return KeyRoles.key(actor, roles);
    }
}
