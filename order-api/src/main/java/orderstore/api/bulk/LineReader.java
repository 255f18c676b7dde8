package orderstore.api.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import orderstore.api.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Splits a stream into lines, in constant memory: what a line has beyond the limit is passed over. The last
 * line needs no line feed. A line that has begun must be whole in some time, and so must each part of a line that is
 * passed over; between lines the client may take as long as the server waits for a byte.
 */
final class LineReader {

    private static final byte LINE_FEED = '\n';
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final InputStream input;
    private final LongSupplier nanoTime;
    private final byte[] buffer;
    private int begin;
    private int end;
    /** Up to here, from the beginning, there is no line feed. */
    private int searched;

    /** Reads lines of at most {@code maxBytes}. */
    LineReader(InputStream input, int maxBytes) {
        this(input, maxBytes, System::nanoTime);
    }

    LineReader(InputStream input, int maxBytes, LongSupplier nanoTime) {
        this.input = input;
        this.nanoTime = nanoTime;
        this.buffer = new byte[maxBytes + 1];
    }

    /** A line without its line feed; {@code tooLong} if there was more than the bytes that are given. */
    @SuppressWarnings("ArrayRecordComponent") // Lines are not compared.
    record Line(byte[] bytes, boolean tooLong) {}

    /** The next line, or null at the end of the stream. Waits for the client. */
    @Nullable
    Line next() throws IOException {
        int feed = find();
        return feed >= 0 ? take(feed, false) : await();
    }

    private @Nullable Line await() throws IOException {
        int feed = -1;
        long begun = nanoTime.getAsLong();
        while (feed < 0 && end - begin < buffer.length) {
            boolean isBegun = begin < end;
            if (!fill()) {
                return begin == end ? null : take(end, false);
            }
            if (isBegun) {
                refuseLate(begun);
            } else {
                begun = nanoTime.getAsLong();
            }
            feed = find();
        }
        return feed >= 0 ? take(feed, false) : skip();
    }

    /** Whether a whole line can be had without waiting for the client. */
    boolean ready() throws IOException {
        while (find() < 0) {
            if (end - begin == buffer.length || input.available() <= 0 || !fill()) {
                return false;
            }
        }
        return true;
    }

    private Line take(int until, boolean tooLong) {
        byte[] bytes = Arrays.copyOfRange(buffer, begin, until);
        begin = Math.min(until + 1, end);
        return new Line(bytes, tooLong);
    }

    /** Gives the full buffer as the beginning of a line and passes over the rest of it. */
    private Line skip() throws IOException {
        byte[] bytes = Arrays.copyOfRange(buffer, begin, end);
        int feed;
        int passed = 0;
        long begun = nanoTime.getAsLong();
        do {
            begin = 0;
            end = 0;
            searched = 0;
            feed = fill() ? find() : end;
            passed += end;
            if (passed >= buffer.length) {
                passed = 0;
                begun = nanoTime.getAsLong();
            }
            refuseLate(begun);
        } while (feed < 0);
        begin = Math.min(feed + 1, end);
        return new Line(bytes, true);
    }

    private void refuseLate(long begun) {
        if (nanoTime.getAsLong() - begun > WITHIN.toNanos()) {
            throw new Problem(
                            "request-timeout",
                            "The request did not arrive in time",
                            HttpStatus.REQUEST_TIMEOUT,
                            "A line was not whole within " + WITHIN.toSeconds() + " s, which is allowed here.")
                    .exception();
        }
    }

    private int find() {
        for (int i = Math.max(begin, searched); i < end; i++) {
            if (buffer[i] == LINE_FEED) {
                searched = i;
                return i;
            }
        }
        searched = end;
        return -1;
    }

    private boolean fill() throws IOException {
        if (begin > 0) {
            System.arraycopy(buffer, begin, buffer, 0, end - begin);
            end -= begin;
            searched = Math.max(0, searched - begin);
            begin = 0;
        }
        int read = input.read(buffer, end, buffer.length - end);
        end += Math.max(read, 0);
        return read >= 0;
    }
}
