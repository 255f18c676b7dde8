package orderstore.api.feed;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import orderstore.api.waiting.LeftConnection;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * An answer that goes on after its request has ended, and ends with its connection. Tomcat keeps some 50 KB for a request
 * under way, and its thread a deep stack; who follows the log for days needs neither, so that thousands may.
 *
 * <p>For Tomcat it is an upgrade to another protocol. That the answer has begun keeps Tomcat from saying so to the client.
 */
public final class OngoingAnswer extends LeftConnection {

    private static final int PASSED = 256;

    private @Nullable Rest rest;
    private Duration silence = Duration.ZERO;
    private boolean isBegun;

    /** What is still to be written. */
    interface Rest extends AutoCloseable {

        /** On a thread of its own. The answer ends when this does. */
        void write(OutputStream output);

        /** After that, or if it never came to it. */
        @Override
        void close();
    }

    /** For Tomcat. */
    public OngoingAnswer() {}

    /**
     * Sends the head of the answer now and the rest later. Where that cannot be, all of it is written now.
     *
     * @param silence for how long a client may read nothing before it is given up
     */
    static void begin(HttpServletRequest request, HttpServletResponse response, Rest rest, Duration silence)
            throws IOException, ServletException {
        if (!mayGoOn(request)) {
            try (rest) {
                rest.write(response.getOutputStream());
            }
            return;
        }
        response.setHeader(HttpHeaders.CONNECTION, "close");
        response.flushBuffer();
        OngoingAnswer answer = request.upgrade(OngoingAnswer.class);
        answer.rest = rest;
        answer.silence = silence;
    }

    /**
     * HTTP/2 has no upgrades; and of each protocol that a client would like better Tomcat would keep figures. Java's
     * client names one by itself.
     */
    private static boolean mayGoOn(HttpServletRequest request) {
        String other = request.getHeader(HttpHeaders.UPGRADE);
        return request.getProtocol().startsWith("HTTP/1.") && (other == null || other.equalsIgnoreCase("h2c"));
    }

    @Override
    public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
        super.setSocketWrapper(wrapper);
        wrapper.setWriteTimeout(silence.toMillis());
    }

    @Override
    public void init(WebConnection unused) {
        isBegun = true;
        Thread.ofVirtual().name("ongoing-answer").start(this::write);
    }

    private void write() {
        SocketWrapperBase<?> to = connection();
        try (Rest written = rest) {
            if (written != null && to != null) {
                written.write(new Output(to));
            }
        } finally {
            if (to != null) {
                to.close();
            }
        }
    }

    /** The client has left, or says what nobody asked for. */
    @Override
    public SocketState upgradeDispatch(SocketEvent event) {
        SocketWrapperBase<?> from = connection();
        try {
            boolean isThere = event == SocketEvent.OPEN_READ
                    && from != null
                    && from.read(false, new byte[PASSED], 0, PASSED) >= 0;
            return isThere ? SocketState.UPGRADED : SocketState.CLOSED;
        } catch (IOException left) {
            return SocketState.CLOSED;
        }
    }

    /** The connection is closed, which the thread that writes will see if there is one. */
    @Override
    public void destroy() {
        if (!isBegun && rest != null) {
            rest.close();
        }
    }

    /** Writes to the connection, and waits while the client does not read. */
    private static final class Output extends OutputStream {

        private final SocketWrapperBase<?> connection;

        Output(SocketWrapperBase<?> connection) {
            this.connection = connection;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            connection.write(true, bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            connection.flush(true);
        }
    }
}
