package orderstore.api.json;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import orderstore.api.problem.Problem;
import orderstore.api.problem.ProblemException;
import orderstore.api.problem.Quoted;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** The bytes of a request that says it is JSON. */
public final class RequestBody {
    private RequestBody() {}

    /**
     * Reads it whole, but never more than {@code maxBytes} and one.
     *
     * @throws ProblemException {@code unsupported-media-type} unless it is uncompressed {@code application/json} in
     *     UTF-8, {@code payload-too-large} when it is longer
     */
    public static byte[] read(HttpServletRequest request, int maxBytes) throws IOException {
        refuseOtherTypes(request.getContentType());
        refuseCompression(request);
        long length = request.getContentLengthLong();
        if (length > maxBytes) {
            throw tooLarge("is " + length + " bytes long", maxBytes).exception();
        }
        var bytes = request.getInputStream().readNBytes(length < 0 ? maxBytes + 1 : (int) length);
        if (bytes.length > maxBytes) {
            throw tooLarge("goes on after " + maxBytes + " bytes", maxBytes).exception();
        }
        return bytes;
    }

    private static void refuseOtherTypes(@Nullable String contentType) {
        if (contentType == null || !isJson(contentType)) {
            var accept = new HttpHeaders();
            accept.set(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE);
            var sent =
                    contentType == null ? "No Content-Type was sent" : "The Content-Type is " + Quoted.of(contentType);
            throw unsupported(sent + "; allowed is application/json in UTF-8.", accept);
        }
    }

    private static boolean isJson(String contentType) {
        try {
            var type = MediaType.parseMediaType(contentType);
            var charset = type.getCharset();
            return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                    && (charset == null || charset.equals(StandardCharsets.UTF_8));
        } catch (InvalidMediaTypeException malformedOrUnknownCharset) {
            return false;
        }
    }

    /** Compressed bodies are not read: a small one could become a large one. */
    public static void refuseCompression(HttpServletRequest request) {
        for (var coding : Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING))) {
            if (!coding.isBlank() && !"identity".equalsIgnoreCase(coding.strip())) {
                var accept = new HttpHeaders();
                accept.set(HttpHeaders.ACCEPT_ENCODING, "identity");
                throw unsupported("The Content-Encoding is " + Quoted.of(coding) + "; allowed is identity.", accept);
            }
        }
    }

    private static ProblemException unsupported(String detail, HttpHeaders headers) {
        var problem = new Problem(
                "unsupported-media-type",
                "The body is in a format that is not read here",
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                detail);
        return new ProblemException(problem, headers);
    }

    private static Problem tooLarge(String size, int maxBytes) {
        return new Problem(
                "payload-too-large",
                "The body is too large",
                HttpStatus.CONTENT_TOO_LARGE,
                "The body " + size + "; at most " + maxBytes + " bytes are allowed.",
                Map.of("maxBytes", maxBytes));
    }
}
