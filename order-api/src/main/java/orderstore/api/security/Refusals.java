package orderstore.api.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import orderstore.api.problem.Problem;
import orderstore.api.problem.ProblemException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** Turns what the security chain refuses into problems. */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {
    private static final String CHALLENGE = "Bearer realm=\"order status store\"";

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e) {
        var headers = new HttpHeaders();
        // RFC 6750, section 3.1: a client that sent no key is only told how to send one.
        var error = e instanceof BadCredentialsException ? ", error=\"invalid_token\"" : "";
        headers.set(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE + error);
        var problem = new Problem(
                "unauthenticated",
                "The request needs a key",
                HttpStatus.UNAUTHORIZED,
                e.getMessage() + "; send one that is as `Authorization: Bearer <key>`.");
        throw new ProblemException(problem, headers);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e) {
        var who = SecurityContextHolder.getContext().getAuthentication();
        throw who == null ? e : MissingRole.problem(who, needed(e)).exception();
    }

    private static Role needed(AccessDeniedException e) {
        return e instanceof AuthorizationDeniedException denied
                        && denied.getAuthorizationResult() instanceof AuthorityAuthorizationDecision decision
                ? Arrays.stream(Role.values())
                        .filter(role -> decision.getAuthorities().stream()
                                .anyMatch(needed -> role.authority().equals(needed.getAuthority())))
                        .findFirst()
                        .orElse(Role.OPERATOR)
                : Role.OPERATOR;
    }
}
