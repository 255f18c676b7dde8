package orderstore.api.verification;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer in JSON that takes long: blanks go before it, which JSON allows, so that a client that hangs up is noticed
 * and nothing in between takes the connection for dead.
 */
final class LongAnswer {

    /** Until then the answer may still be a problem. */
    private static final long FIRST_BLANK = TimeUnit.SECONDS.toNanos(5);

    private static final long NEXT_BLANK = TimeUnit.SECONDS.toNanos(1);

    private final HttpServletResponse response;
    private final JsonMapper json;
    private long next = System.nanoTime() + FIRST_BLANK;

    LongAnswer(HttpServletResponse response, JsonMapper json) {
        this.response = response;
        this.json = json;
    }

    /**
     * Sends a blank if it is time for one.
     *
     * @throws UncheckedIOException if nobody is there to be answered
     */
    void alive() {
        if (System.nanoTime() - next < 0) {
            return;
        }
        next = System.nanoTime() + NEXT_BLANK;
        try {
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            response.getOutputStream().write(' ');
            response.flushBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException("The client hung up.", e);
        }
    }

    void end(Object body) throws IOException {
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(body));
    }
}
