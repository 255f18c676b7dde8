package orderstore.api.openapi;

import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import orderstore.api.page.QueryParameters;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Bytes that do not change while the product runs, with a tag by which a client knows that it has them. */
final class ServedFile {

    private static final CacheControl CACHE =
            CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic();
    private static final int TAG_BYTES = 16;

    private final byte[] bytes;
    private final MediaType type;
    private final String tag;

    ServedFile(byte[] bytes, MediaType type) {
        this.bytes = bytes;
        this.type = type;
        this.tag = HexFormat.of().formatHex(Arrays.copyOf(sha256(bytes), TAG_BYTES));
    }

    /** The answer; 304 if the client has it, which Spring finds out from the tag. */
    ResponseEntity<byte[]> answer(HttpServletRequest request) {
        QueryParameters.of(request).throwIfInvalid();
        return ResponseEntity.ok()
                .cacheControl(CACHE)
                .eTag("\"" + tag + "\"")
                .contentType(type)
                .body(bytes);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every Java platform has it.
        }
    }
}
