package orderstore.api.admin;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import orderstore.api.json.JsonObject;
import orderstore.api.problem.Quoted;
import orderstore.api.security.Role;

/** The request for a key. */
record NewKey(String name, Set<Role> roles) {
    /** Not . or .., which every client resolves away from a path: such a key could not be revoked. */
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._~-]{1,64}");

    static NewKey read(byte[] body) {
        var json = JsonObject.parse(body);
        var name =
                json.requiredString("name", NAME.asMatchPredicate(), "1 to 64 of A-Z a-z 0-9 . _ ~ -, but not . or ..");
        var roles = roles(json);
        json.refuseUnknown();
        json.throwIfInvalid();
        return new NewKey(name, roles);
    }

    private static Set<Role> roles(JsonObject json) {
        var names = json.requiredStrings("roles");
        var roles = EnumSet.noneOf(Role.class);
        for (int i = 0; i < names.size(); i++) {
            var role = Role.ofWireName(names.get(i));
            if (role.isEmpty()) {
                json.refuse(
                        "roles",
                        i,
                        "is " + Quoted.of(names.get(i)) + "; allowed are " + Role.names(EnumSet.allOf(Role.class)));
            } else if (!roles.add(role.get())) {
                json.refuse("roles", i, "is " + Quoted.of(names.get(i)) + " again; each role is allowed once");
            }
        }
        if (names.isEmpty()) {
            json.refuse("roles", "must have at least one of " + Role.names(EnumSet.allOf(Role.class)));
        }
        return roles;
    }
}
