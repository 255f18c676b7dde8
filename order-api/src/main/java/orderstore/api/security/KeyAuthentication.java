package orderstore.api.security;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A request that came with a key in force; its name is the key's name. */
final class KeyAuthentication extends AbstractAuthenticationToken {
    private final transient ApiKey key;

    KeyAuthentication(ApiKey key) {
        super(authorities(key.roles()));
        this.key = key;
        setAuthenticated(true);
    }

    Set<Role> roles() {
        return key.roles();
    }

    @Override
    public Object getPrincipal() {
        return key.name();
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    /** An operator holds every role. */
    private static List<GrantedAuthority> authorities(Set<Role> roles) {
        var held = roles.contains(Role.OPERATOR) ? EnumSet.allOf(Role.class) : roles;
        return held.stream()
                .<GrantedAuthority>map(role -> new SimpleGrantedAuthority(role.authority()))
                .toList();
    }
}
