package orderstore.api.security;

import java.util.EnumSet;
import java.util.Set;
import org.springframework.security.core.Authentication;

/** What a key might do when it asked, for what is done later than it was asked for. */
public final class KeyRoles {

    private KeyRoles() {}

    public static Set<Role> of(Authentication who) {
        return who instanceof KeyAuthentication key ? key.roles() : EnumSet.noneOf(Role.class);
    }

    /** A key as it was when it asked; it may have been revoked since. */
    public static Authentication key(String name, Set<Role> roles) {
        return new KeyAuthentication(new ApiKey(name, roles));
    }
}
