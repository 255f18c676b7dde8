package orderstore.api.archive;

import org.jspecify.annotations.Nullable;

/**
 * JSON, read from its beginning to its end, of which it is known what comes next. Values are handed over as they are
 * written, and only if they are plain: whoever reads and writes such a value writes the same characters again. Once
 * something else was met, nothing that is handed over counts. Not for concurrent use.
 */
final class PlainText {

    /** From here on there are halves of characters, and the character that stands for bytes that are none. */
    private static final char FIRST_SURROGATE = '\uD800';

    private static final int LONGEST_NUMBER = 18;

    /** Smaller ones are written with an exponent. */
    private static final int MOST_DECIMALS = 6;

    private final String text;
    private int at;
    private boolean plain = true;

    PlainText(String text) {
        this.text = text;
    }

    /** Whether text can stand between quotes as it is. */
    static boolean isPlain(String text) {
        return endOfPlain(text, 0) == text.length();
    }

    private static int endOfPlain(String text, int from) {
        int end = from;
        while (end < text.length() && isPlain(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c != '"' && c != '\\' && c < FIRST_SURROGATE;
    }

    /** Whether all was as it must be, and is read. */
    boolean isRead() {
        return plain && at == text.length();
    }

    /** Whether something stands here. */
    boolean isNext(String text) {
        return this.text.startsWith(text, at);
    }

    /** Goes behind what must stand here. */
    void pass(String expected) {
        if (!passIf(expected)) {
            plain = false;
        }
    }

    /** Goes behind what may stand here, and tells whether it did. */
    boolean passIf(String expected) {
        if (!isNext(expected)) {
            return false;
        }
        at += expected.length();
        return true;
    }

    /** The string behind what must stand here, without its quotes. */
    String string(String before) {
        pass(before);
        return string();
    }

    /** The same, but instead of the string there may be a null. */
    @Nullable
    String stringOrNull(String before) {
        pass(before);
        return passIf("null") ? null : string();
    }

    /** The string behind what may stand here, without its quotes; null if that does not stand here. */
    @Nullable
    String stringIf(String before) {
        return passIf(before) ? string() : null;
    }

    private String string() {
        pass("\"");
        int end = endOfPlain(text, at);
        String string = text.substring(at, end);
        at = end;
        pass("\"");
        return string;
    }

    /** The digits behind what must stand here, not more than fit into a long. */
    long number(String before) {
        pass(before);
        int begin = at;
        passDigits();
        if (!plain || at - begin > LONGEST_NUMBER) {
            plain = false;
            return 0;
        }
        return Long.parseLong(text, begin, at, 10);
    }

    /** The object behind what must stand here, with its braces: strings, numbers and booleans in the order of names. */
    String attributes(String before) {
        pass(before);
        int begin = at;
        pass("{");
        String last = null;
        while (plain && !passIf("}")) {
            if (last != null) {
                pass(",");
            }
            String name = string();
            if (last != null && last.compareTo(name) >= 0) {
                plain = false;
            }
            last = name;
            pass(":");
            value();
        }
        return text.substring(begin, at);
    }

    private void value() {
        if (isNext("\"")) {
            string();
        } else if (!passIf("true") && !passIf("false")) {
            decimal();
        }
    }

    private void decimal() {
        int begin = at;
        if (passIf("-") && isNext("0")) {
            plain = false;
        }
        passDigits();
        if (passIf(".")) {
            int decimals = at;
            at = endOfDigits(at);
            plain &= at > decimals && at - decimals <= MOST_DECIMALS;
        }
        plain &= at - begin <= LONGEST_NUMBER;
    }

    private void passDigits() {
        int end = endOfDigits(at);
        plain &= end == at + 1 || (end > at && text.charAt(at) != '0');
        at = end;
    }

    private int endOfDigits(int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }
}
