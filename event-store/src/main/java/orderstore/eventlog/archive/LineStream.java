package orderstore.eventlog.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a stream, each of which ends with a line feed. */
final class LineStream implements AutoCloseable {

    private final InputStream input;
    private byte[] buffer = new byte[256 * 1024];
    private int begin;
    private int end;

    LineStream(InputStream input) {
        this.input = input;
    }

    /** The next line without its line feed; null at the end. */
    byte @Nullable [] next() throws IOException, ArchiveDamagedException {
        int searched = begin;
        while (true) {
            for (int i = searched; i < end; i++) {
                if (buffer[i] == '\n') {
                    byte[] line = Arrays.copyOfRange(buffer, begin, i);
                    begin = i + 1;
                    return line;
                }
            }
            int known = end - begin;
            if (!fill()) {
                if (known > 0) {
                    throw new ArchiveDamagedException("Its last line is not complete.");
                }
                return null;
            }
            searched = begin + known;
        }
    }

    private boolean fill() throws IOException {
        if (begin > 0) {
            System.arraycopy(buffer, begin, buffer, 0, end - begin);
            end -= begin;
            begin = 0;
        }
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int read = input.read(buffer, end, buffer.length - end);
        end += Math.max(0, read);
        return read > 0;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
