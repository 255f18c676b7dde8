package orderstore.benchmark.bulk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** What came of an upload: the status and the end of the answer, which is read whole and not kept. */
record UploadAnswer(int status, String end) {

    private static final int KEPT = 1024;
    private static final int BUFFER = 64 * 1024;

    /** An answer of HTTP/1.1 that comes in chunks, or ends with the connection. */
    static UploadAnswer read(InputStream input) throws IOException {
        int status = Integer.parseInt(line(input).substring(9, 12));
        boolean chunked = false;
        for (String header = line(input); !header.isEmpty(); header = line(input)) {
            chunked |= header.equalsIgnoreCase("transfer-encoding: chunked");
        }
        return new UploadAnswer(status, new String(chunked ? chunks(input) : input.readAllBytes(), UTF_8));
    }

    private static byte[] chunks(InputStream input) throws IOException {
        byte[] buffer = new byte[BUFFER];
        byte[] last = new byte[0];
        int size = Integer.parseInt(line(input), 16);
        while (size > 0) {
            for (int left = size; left > 0; ) {
                int read = input.read(buffer, 0, Math.min(left, buffer.length));
                if (read < 0) {
                    throw new EOFException("The answer ended within a chunk");
                }
                last = lastOf(last, buffer, read);
                left -= read;
            }
            line(input);
            size = Integer.parseInt(line(input), 16);
        }
        return last;
    }

    private static byte[] lastOf(byte[] before, byte[] buffer, int length) {
        if (length >= KEPT) {
            return Arrays.copyOfRange(buffer, length - KEPT, length);
        }
        byte[] both = Arrays.copyOf(before, before.length + length);
        System.arraycopy(buffer, 0, both, before.length, length);
        return Arrays.copyOfRange(both, Math.max(0, both.length - KEPT), both.length);
    }

    private static String line(InputStream input) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new EOFException("The answer ended after: " + line.toString(US_ASCII));
            }
            line.write(next);
        }
        return line.toString(US_ASCII).stripTrailing();
    }
}
