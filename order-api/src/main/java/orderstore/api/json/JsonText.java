package orderstore.api.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** From bytes to characters, by the letter of RFC 8259: UTF-8, and no byte order mark. */
final class JsonText {
    private static final char REPLACEMENT = '\uFFFD';
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private JsonText() {}

    /** Null when the bytes are not JSON text; then {@code errors} say why. */
    static @Nullable String decode(byte[] bytes, int offset, int length, Errors errors) {
        var text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        // The constructor is the fastest decoder there is, but puts replacements where it should refuse.
        if (text.indexOf(REPLACEMENT) >= 0 && !isUtf8(bytes, offset, length)) {
            errors.unreadable("is not UTF-8, which JSON has to be");
            return null;
        }
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            errors.unreadable("starts with a byte order mark, which JSON does not allow");
            return null;
        }
        return text;
    }

    /** PostgreSQL cannot store the one, and nobody can encode the other. */
    static @Nullable String flaw(String string) {
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == 0) {
                return "contains NUL (\\u0000) at character " + (i + 1) + "; NUL is not allowed";
            }
            if (Character.isSurrogate(c)) {
                if (i + 1 == string.length() || !Character.isSurrogatePair(c, string.charAt(i + 1))) {
                    return "contains a lone surrogate at character " + (i + 1) + "; surrogates are allowed in pairs";
                }
                i++;
            }
        }
        return null;
    }

    private static boolean isUtf8(byte[] bytes, int offset, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
