package orderstore.api.order;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import orderstore.api.operations.Origin;
import orderstore.api.problem.Problem;
import orderstore.api.security.MissingRole;
import orderstore.api.security.Role;
import orderstore.api.trace.TraceContext;
import orderstore.order.Kind;
import orderstore.order.wire.Provenance;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/**
 * Who asks for changes, and under which trace.
 *
 * @param key whose name becomes the changes' actor
 * @param traceId the trace that came with the request, if any
 */
public record Caller(Authentication key, @Nullable String traceId) {

    public static Caller of(Authentication key, HttpServletRequest request) {
        TraceContext trace = TraceContext.of(request);
        return new Caller(key, trace.sent() ? trace.traceId() : null);
    }

    /** Who asked for what is done now. */
    public static Caller of(Origin origin) {
        return new Caller(origin.key(), origin.traceSent() ? origin.traceId() : null);
    }

    /** Why the key may not append such a change, if it may not. */
    Optional<Problem> refusal(Kind kind) {
        return kind == Kind.CORRECTION && !Role.OPERATOR.isHeldBy(key)
                ? Optional.of(MissingRole.problem(key, Role.OPERATOR))
                : Optional.empty();
    }

    String name() {
        return key.getName();
    }

    Provenance provenance() {
        return new Provenance(name(), traceId);
    }
}
