package orderstore.api.problem;

/** A value that a client sent, made fit to be quoted in a sentence: cut short, on one line, valid Unicode. */
public final class Quoted {
    private static final int SHOWN = 80;

    private Quoted() {}

    public static String of(CharSequence value) {
        var quoted = new StringBuilder().append('"');
        value.codePoints().limit(SHOWN).map(Quoted::printable).forEach(quoted::appendCodePoint);
        return quoted.append(value.codePoints().skip(SHOWN).findAny().isPresent() ? "…\"" : "\"")
                .toString();
    }

    /** Replaces lone surrogates: an answer that contained one would not be valid UTF-8. */
    public static String valid(CharSequence value) {
        if (!hasSurrogate(value)) {
            return value.toString();
        }
        var valid = new StringBuilder(value.length());
        value.codePoints().map(c -> isSurrogate(c) ? '\uFFFD' : c).forEach(valid::appendCodePoint);
        return valid.toString();
    }

    private static boolean hasSurrogate(CharSequence value) {
        for (int i = 0; i < value.length(); i++) {
            if (isSurrogate(value.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static int printable(int c) {
        return isSurrogate(c) || Character.isISOControl(c) ? '\uFFFD' : c;
    }

    private static boolean isSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
