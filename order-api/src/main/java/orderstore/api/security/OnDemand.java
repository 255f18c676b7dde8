package orderstore.api.security;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;

/** Asks who it is at the first call, and never twice. The threads of one request do not overlap. */
final class OnDemand implements DeferredSecurityContext {
    private final Supplier<SecurityContext> source;
    private @Nullable SecurityContext known;

    OnDemand(Supplier<SecurityContext> source) {
        this.source = source;
    }

    @Override
    public SecurityContext get() {
        if (known == null) {
            known = source.get();
        }
        return known;
    }

    @Override
    public boolean isGenerated() {
        return false;
    }
}
