package orderstore.api.security.jwt;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import orderstore.api.security.Role;
import org.jspecify.annotations.Nullable;

/** Who a token speaks for, and what its roles are called here. */
final class CallerClaims {
    /** No key has a colon in its name. */
    private static final String PREFIX = "jwt:";

    static final String ALLOWED_NAME = "1 to 60 of A-Z a-z 0-9 . _ ~ @ | : + / = -";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~@|:+/=-]{1,60}");

    private final JwtSettings settings;

    CallerClaims(JwtSettings settings) {
        this.settings = settings;
    }

    /** As changes and the audit name the caller; null if the token does not say it in a way that can be kept. */
    @Nullable
    String name(Map<String, Object> claims) {
        return at(claims, settings.nameClaim()) instanceof String name
                        && NAME.matcher(name).matches()
                ? PREFIX + name
                : null;
    }

    /** None is possible: then there is nothing that the caller may do. */
    Set<Role> roles(Map<String, Object> claims) {
        Collection<?> values = switch (at(claims, settings.rolesClaim())) {
            case String text -> Arrays.asList(text.split(" "));
            case Collection<?> several -> several;
            default -> Set.of();
        };
        var roles = EnumSet.noneOf(Role.class);
        for (Role role : Role.values()) {
            if (!Collections.disjoint(values(role), values)) {
                roles.add(role);
            }
        }
        return roles;
    }

    private Set<String> values(Role role) {
        return switch (role) {
            case READER -> settings.readers();
            case WRITER -> settings.writers();
            case OPERATOR -> settings.operators();
        };
    }

    /** The claim of that name, or else what is at the end of a path such as {@code realm_access.roles}. */
    private static Object at(Map<?, ?> claims, String path) {
        var claim = claims.get(path);
        if (claim != null) {
            return claim;
        }
        int dot = path.indexOf('.');
        return dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? at(inner, path.substring(dot + 1))
                : "";
    }
}
