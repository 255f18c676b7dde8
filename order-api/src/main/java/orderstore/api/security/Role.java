package orderstore.api.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.core.Authentication;

/** What a key may do. */
public enum Role {
    /** Reads everything but what is for operators. */
    READER,
    /** Appends status changes. */
    WRITER,
    /** Everything. */
    OPERATOR;

    /** As it is written in requests, answers and the database. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of that name, exactly. */
    public static Optional<Role> ofWireName(String wireName) {
        return Arrays.stream(values())
                .filter(role -> role.wireName().equals(wireName))
                .findAny();
    }

    /** All roles in words, for sentences. */
    public static String names(Set<Role> roles) {
        return roles.stream().map(Role::wireName).collect(Collectors.joining(", "));
    }

    /** Whether the one who asks may do what this role may do; an operator always may. */
    public boolean isHeldBy(Authentication who) {
        return who.getAuthorities().stream().anyMatch(held -> authority().equals(held.getAuthority()));
    }

    String authority() {
        return "ROLE_" + name();
    }
}
