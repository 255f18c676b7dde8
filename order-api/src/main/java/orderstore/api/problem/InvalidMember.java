package orderstore.api.problem;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer an RFC 6901 pointer into the body, or {@code /<name>} of the path variable, query parameter or header
 *     at fault; empty for the request as a whole
 * @param detail what is wrong, as the end of a sentence that begins with the pointer, for example {@code is required: a
 *     string of 1 to 64 characters}; it says what is so and what would be allowed
 */
public record InvalidMember(String pointer, String detail) {

    /** So many are told at most, which keeps an answer in proportion to its request. */
    public static final int SHOWN = 100;

    /** Stands for those beyond that. */
    public static InvalidMember more(int unshown) {
        return new InvalidMember("", "has " + unshown + " more errors, which are not shown");
    }
}
