package orderstore.api.json;

import orderstore.api.problem.Quoted;

/** RFC 6901 pointers, as strings. */
public final class Pointer {
    private Pointer() {}

    public static String child(String parent, String name) {
        return parent + "/" + Quoted.valid(name).replace("~", "~0").replace("/", "~1");
    }
}
