package orderstore.api.security;

import java.util.Set;

/** A key as the database knows it: everything but the key itself. */
record ApiKey(String name, Set<Role> roles) {}
