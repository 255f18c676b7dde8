package orderstore.api.security;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/** A request whose body has been read, as far as anybody reads it, and can be read again. */
final class ReadRequest extends HttpServletRequestWrapper {

    /** One more than any operation takes, so that what is too long is still found to be. */
    private static final int LONGEST = 64 * 1024 + 1;

    private final byte[] bytes;
    private final ServletInputStream body;

    private ReadRequest(HttpServletRequest request, byte[] bytes, InputStream rest) {
        super(request);
        this.bytes = bytes;
        this.body = new Body(new SequenceInputStream(new ByteArrayInputStream(bytes), rest));
    }

    static ReadRequest of(HttpServletRequest request) throws IOException {
        InputStream body = request.getInputStream();
        return new ReadRequest(request, body.readNBytes(LONGEST), body);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public ServletInputStream getInputStream() {
        return body;
    }

    /** For those who wait for what they read. */
    private static final class Body extends ServletInputStream {

        private final InputStream from;
        private boolean finished;

        Body(InputStream from) {
            this.from = from;
        }

        @Override
        public int read() throws IOException {
            int read = from.read();
            finished = read < 0;
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = from.read(into, offset, length);
            finished = read < 0;
            return read;
        }

        @Override
        public boolean isFinished() {
            return finished;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("The body is not read asynchronously.");
        }
    }
}
