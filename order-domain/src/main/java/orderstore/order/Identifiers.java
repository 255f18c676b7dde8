package orderstore.order;

/** What a client may name an order or a change: letters that need no escaping in a path or a file name. */
final class Identifiers {

    static final String ALLOWED = "A-Z a-z 0-9 . _ ~ : -";

    private static final int MAX_LENGTH = 64;

    private Identifiers() {}

    /** A path's segment of one or two dots means a folder, so that no URL could name such an order or change. */
    static void check(String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH || !allAllowed(value)) {
            throw new IllegalArgumentException("must be 1 to " + MAX_LENGTH + " characters of " + ALLOWED);
        }
        if (value.equals(".") || value.equals("..")) {
            throw new IllegalArgumentException("must not be " + value + ", which no path can name");
        }
    }

    private static boolean allAllowed(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!allowed(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean allowed(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "._~:-".indexOf(c) >= 0;
    }
}
