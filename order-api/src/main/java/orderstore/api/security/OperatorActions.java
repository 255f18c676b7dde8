package orderstore.api.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import orderstore.api.audit.AuditLog;
import orderstore.api.audit.RequestSummary;
import orderstore.api.problem.Problem;
import orderstore.api.problem.ProblemAnswers;
import orderstore.api.trace.TraceContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Has whatever may change something below {@code /v1/admin}, or in the actuator, written down: before it is done, and again with its answer.
 * It stands where it is known who asks, and not yet whether they may; so no operation can be forgotten.
 */
final class OperatorActions extends HttpFilter {

    private static final Set<String> WITHOUT_EFFECT = Set.of("GET", "HEAD", "OPTIONS");

    private static final List<String> PLACES = List.of("/v1/admin", "/actuator");

    private final transient AuditLog audit;

    OperatorActions(AuditLog audit) {
        this.audit = audit;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!mayChange(request)) {
            chain.doFilter(request, response);
            return;
        }
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        if (who == null) {
            throw new AccessDeniedException("Nobody asks");
        }
        HttpServletRequest read = mayBeRead(who, request) ? ReadRequest.of(request) : request;
        long entry = audit.begin(new AuditLog.Action(
                who.getName(),
                request.getMethod(),
                request.getRequestURI(),
                request.getQueryString(),
                read instanceof ReadRequest known ? RequestSummary.of(known.bytes()) : null,
                TraceContext.of(request).traceId()));
        answered(read, response, chain, entry);
    }

    private void answered(HttpServletRequest request, HttpServletResponse response, FilterChain chain, long entry)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (AccessDeniedException e) {
            audit.end(entry, HttpServletResponse.SC_FORBIDDEN, "forbidden");
            throw e;
        } catch (IOException | ServletException | RuntimeException e) {
            Problem problem = ProblemAnswers.told(e, request);
            audit.end(entry, problem.status().value(), problem.name());
            throw e;
        }
        @Nullable Problem problem = ProblemAnswers.answered(request);
        audit.end(entry, response.getStatus(), problem == null ? null : problem.name());
    }

    /** The path is compared decoded and without parameters, as it will be when a controller is looked for. */
    private static boolean mayChange(HttpServletRequest request) {
        String path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        return request.getDispatcherType() == DispatcherType.REQUEST
                && !WITHOUT_EFFECT.contains(request.getMethod())
                && PLACES.stream().anyMatch(place -> path.equals(place) || path.startsWith(place + "/"));
    }

    /** Who may not do it need not be read. */
    private static boolean mayBeRead(Authentication who, HttpServletRequest request) {
        String type = request.getContentType();
        return Role.OPERATOR.isHeldBy(who)
                && type != null
                && type.toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_JSON_VALUE);
    }
}
