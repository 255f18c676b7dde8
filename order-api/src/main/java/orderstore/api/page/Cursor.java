package orderstore.api.page;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import orderstore.api.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Where the next page of a list begins, as an opaque text: the key of the last item and a digest that binds it
 * to the path and the filters for which it was made.
 */
public final class Cursor {

    private static final int DIGEST_BYTES = 9;
    private static final int MAX_LENGTH = 400;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private final String question;

    private Cursor(String question) {
        this.question = question;
    }

    public static Cursor of(HttpServletRequest request, QueryParameters query) {
        return new Cursor(request.getRequestURI() + "\n" + query.question());
    }

    /** The text that {@link #key} reads; keys are not secret. */
    public String after(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        byte[] cursor = ByteBuffer.allocate(DIGEST_BYTES + bytes.length)
                .put(digest(bytes))
                .put(bytes)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
    }

    /**
     * The key of the last item of the page before, from {@code ?after=}; null on the first page.
     *
     * @throws orderstore.api.problem.ProblemException {@code invalid-cursor} if it was made for another list, or damaged
     */
    public @Nullable String key(QueryParameters query) {
        String after = query.text("after", MAX_LENGTH);
        if (after == null) {
            return null;
        }
        try {
            ByteBuffer cursor = ByteBuffer.wrap(Base64.getUrlDecoder().decode(after));
            byte[] digest = new byte[DIGEST_BYTES];
            if (cursor.remaining() > DIGEST_BYTES) {
                cursor.get(digest);
                byte[] key = new byte[cursor.remaining()];
                cursor.get(key);
                if (MessageDigest.isEqual(digest, digest(key)) && after.equals(after(text(key)))) {
                    return text(key);
                }
            }
        } catch (IllegalArgumentException notBase64) {
            throw invalid();
        }
        throw invalid();
    }

    /**
     * As {@link #key}, for a list whose keys are numbers from 1.
     *
     * @param max the highest key that there can be
     */
    public @Nullable Integer number(QueryParameters query, int max) {
        String key = key(query);
        if (key == null) {
            return null;
        }
        if (!NUMBER.matcher(key).matches() || Integer.parseInt(key) > max) {
            throw invalid();
        }
        return Integer.valueOf(key);
    }

    /** As {@link #key}, for a list whose keys are ids; {@code first} on the first page. */
    public long id(QueryParameters query, long first) {
        String key = key(query);
        return key == null ? first : Id.parse(key).orElseThrow(Cursor::invalid);
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }

    public static RuntimeException invalid() {
        return new Problem(
                        "invalid-cursor",
                        "The list cannot be continued from there",
                        HttpStatus.BAD_REQUEST,
                        "The value of after was not given out for this list with these filters, or it is damaged."
                                + " Take it from next, or leave it out to begin again.")
                .exception();
    }

    private byte[] digest(byte[] key) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(question.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(sha256.digest(key), DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every Java platform has it.
        }
    }
}
