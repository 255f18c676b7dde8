package orderstore.api.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream into lines, in constant memory: what a line has beyond the limit is passed over. The last
 * line needs no line feed.
 */
final class LineReader {

    private static final byte LINE_FEED = '\n';

    private final InputStream input;
    private final byte[] buffer;
    private int begin;
    private int end;
    /** Up to here, from the beginning, there is no line feed. */
    private int searched;

    /** Reads lines of at most {@code maxBytes}. */
    LineReader(InputStream input, int maxBytes) {
        this.input = input;
        this.buffer = new byte[maxBytes + 1];
    }

    /** A line without its line feed; {@code tooLong} if there was more than the bytes that are given. */
    @SuppressWarnings("ArrayRecordComponent") // Lines are not compared.
    record Line(byte[] bytes, boolean tooLong) {}

    /** The next line, or null at the end of the stream. Waits for the client. */
    @Nullable
    Line next() throws IOException {
        int feed = find();
        while (feed < 0 && end - begin < buffer.length) {
            if (!fill()) {
                return begin == end ? null : take(end, false);
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
        do {
            begin = 0;
            end = 0;
            searched = 0;
            feed = fill() ? find() : end;
        } while (feed < 0);
        begin = Math.min(feed + 1, end);
        return new Line(bytes, true);
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
