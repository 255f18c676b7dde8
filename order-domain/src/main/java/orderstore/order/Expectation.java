package orderstore.order;

import java.util.Set;

/** What a client expects of the order's version before its change (RFC 9110, 13.1.1 and 13.1.2). */
public sealed interface Expectation {

    /** Whether an order at {@code version}, 0 if there is none, is as expected. */
    boolean allows(int version);

    /** Nothing was expected. */
    record Anything() implements Expectation {
        @Override
        public boolean allows(int version) {
            return true;
        }
    }

    /** {@code If-Match} with versions. */
    record OneOf(Set<Integer> versions) implements Expectation {
        @Override
        public boolean allows(int version) {
            return versions.contains(version);
        }
    }

    /** {@code If-Match: *}. */
    record Existing() implements Expectation {
        @Override
        public boolean allows(int version) {
            return version > 0;
        }
    }

    /** {@code If-None-Match: *}. */
    record Absent() implements Expectation {
        @Override
        public boolean allows(int version) {
            return version == 0;
        }
    }
}
