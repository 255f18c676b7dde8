package orderstore.api.page;

import java.util.Optional;
import java.util.regex.Pattern;

/** What the items of many lists are known by: numbers from 1, which clients see as texts. */
public final class Id {

    private static final Pattern TEXT = Pattern.compile("[1-9][0-9]{0,17}");

    private Id() {}

    /** The number that a text names; empty if no item can have it. */
    public static Optional<Long> parse(String text) {
        return TEXT.matcher(text).matches() ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }
}
