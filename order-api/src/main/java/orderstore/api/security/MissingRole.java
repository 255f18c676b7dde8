package orderstore.api.security;

import java.util.EnumSet;
import java.util.Map;
import orderstore.api.problem.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;

/** The refusal of a request whose key is in force but may not do this. */
public final class MissingRole {
    private MissingRole() {}

    public static Problem problem(Authentication who, Role needed) {
        var held = who instanceof KeyAuthentication key ? key.roles() : EnumSet.noneOf(Role.class);
        return new Problem(
                "forbidden",
                "The key may not do this",
                HttpStatus.FORBIDDEN,
                "Key " + who.getName() + " has " + (held.isEmpty() ? "no role" : "role " + Role.names(held))
                        + "; this needs role " + needed.wireName() + ".",
                Map.of("neededRole", needed.wireName()));
    }
}
