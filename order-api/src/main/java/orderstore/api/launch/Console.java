package orderstore.api.launch;

import org.jspecify.annotations.Nullable;

/** What the user reads who started the product: no log, no time, no level. */
final class Console {

    private Console() {}

    @SuppressWarnings("SystemOut")
    static void say(String text) {
        System.out.println(text);
        System.out.flush();
    }

    static void complain(@Nullable String text) {
        System.err.println("orderstore: " + text);
        System.err.flush();
    }
}
