package orderstore.api.jazzer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import orderstore.api.problem.Problem;
import orderstore.api.problem.ProblemException;
import tools.jackson.databind.json.JsonMapper;

/** What targets demand of what they read. */
public final class Property {

    /** An answer that refuses a request of 64 KiB, with its hundred errors. */
    private static final int LONGEST_REFUSAL = 256 * 1024;

    private Property() {}

    /** Ends the run if it is not so. */
    public static void holds(boolean so, String what) {
        if (!so) {
            throw new AssertionError(what);
        }
    }

    /** A refusal must be the client's fault, and be one that can be sent. */
    public static void isRefusal(Problem problem) {
        holds(problem.status().is4xxClientError(), "refused with " + problem.status());
        isSendable(problem.body());
    }

    /** As {@link #isRefusal(Problem)}. */
    public static void isRefusal(ProblemException refused) {
        isRefusal(refused.problem());
    }

    private static void isSendable(Map<String, Object> body) {
        body.forEach((name, value) -> {
            if (value instanceof String text) {
                isText(name, text);
            } else if (value instanceof List<?> list) {
                holds(list.size() <= 101, name + " has " + list.size() + " elements");
                list.forEach(element -> isText(name, element.toString()));
            }
        });
        int length = JsonMapper.shared().writeValueAsBytes(body).length;
        holds(length <= LONGEST_REFUSAL, "a refusal of " + length + " bytes");
    }

    /** Nobody can encode a lone surrogate. */
    private static void isText(String name, String text) {
        try {
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new AssertionError(name + " cannot be encoded: " + text, e);
        }
    }

    /** Bytes as UTF-8; what is none becomes replacements. */
    public static String text(byte[] bytes) {
        return StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes)).toString();
    }

    /** Bytes as a header's value has them, without those that end it. */
    public static String header(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[\r\n\0]", " ");
    }
}
