package orderstore.benchmark.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Where an answer of HTTP/1.1 ends, and its status. Works on bytes, without making objects. */
final class Answer {

    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(US_ASCII);
    private static final byte[] CHUNKED = "transfer-encoding: chunked".getBytes(US_ASCII);
    private static final byte[] CLOSE = "connection: close".getBytes(US_ASCII);
    private static final int INCOMPLETE = -1;
    private static final int STATUS = "HTTP/1.1 ".length();

    private Answer() {}

    /** The status of an answer of which the first line has arrived. */
    static int status(byte[] bytes) {
        return (bytes[STATUS] - '0') * 100 + (bytes[STATUS + 1] - '0') * 10 + (bytes[STATUS + 2] - '0');
    }

    /**
     * The index after the last byte of the answer that begins at 0; -1 if more bytes are to come.
     *
     * @throws IllegalArgumentException if it says nothing about its end, or nothing of sense
     */
    static int end(byte[] bytes, int length) {
        int body = INCOMPLETE;
        int size = INCOMPLETE;
        boolean chunked = false;
        for (int line = 0, next = next(bytes, 0, length);
                next != INCOMPLETE;
                line = next, next = next(bytes, line, length)) {
            if (next - line == 2) {
                body = next;
                break;
            }
            if (startsWith(bytes, line, next, CONTENT_LENGTH)) {
                size = decimal(bytes, line + CONTENT_LENGTH.length, next - 2);
            } else if (startsWith(bytes, line, next, CHUNKED)) {
                chunked = true;
            }
        }
        if (body == INCOMPLETE) {
            return INCOMPLETE;
        }
        if (chunked) {
            return endOfChunks(bytes, body, length);
        }
        int status = status(bytes);
        if (size == INCOMPLETE && status != 204 && status != 304) {
            throw new IllegalArgumentException("An answer without its length");
        }
        int end = body + Math.max(size, 0);
        return end <= length ? end : INCOMPLETE;
    }

    /** Whether a complete answer says that the server takes no more requests on its connection. */
    static boolean closes(byte[] bytes, int length) {
        int line = 0;
        for (int next = next(bytes, 0, length); next - line > 2; next = next(bytes, line, length)) {
            if (startsWith(bytes, line, next, CLOSE)) {
                return true;
            }
            line = next;
        }
        return false;
    }

    private static int endOfChunks(byte[] bytes, int body, int length) {
        int chunk = body;
        while (true) {
            int content = next(bytes, chunk, length);
            if (content == INCOMPLETE) {
                return INCOMPLETE;
            }
            int size = hexadecimal(bytes, chunk, content - 2);
            int after = content + size + 2;
            if (after > length) {
                return INCOMPLETE;
            }
            if (size == 0) {
                return after;
            }
            chunk = after;
        }
    }

    /** The beginning of the line after the one at {@code from}. */
    private static int next(byte[] bytes, int from, int length) {
        for (int i = from; i < length; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return INCOMPLETE;
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] lowerCase) {
        if (to - from < lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            int character = bytes[from + i];
            int lower = character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character;
            if (lower != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private static int decimal(byte[] bytes, int from, int to) {
        return number(bytes, from, to, 10);
    }

    private static int hexadecimal(byte[] bytes, int from, int to) {
        return number(bytes, from, to, 16);
    }

    private static int number(byte[] bytes, int from, int to, int radix) {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ') {
                int digit = Character.digit(bytes[i], radix);
                if (digit < 0) {
                    throw new IllegalArgumentException("Not a length: " + new String(bytes, from, to - from, US_ASCII));
                }
                number = Math.addExact(Math.multiplyExact(number, radix), digit);
            }
        }
        return number;
    }
}
