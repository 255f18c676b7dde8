package orderstore.api.bulk;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * A request's body that knows what has arrived of it. Tomcat's own stream counts only what it has read from the
 * socket already, which is a few kilobytes, and asking the socket needs Tomcat's own request.
 */
final class ArrivedBytes extends FilterInputStream {

    private static final String REQUEST = ArrivedBytes.class.getName();

    /** The end of a chunk may have come alone; a read would then wait for the next chunk. */
    private static final int CHUNK_END = 2;

    private final org.apache.coyote.Request request;

    private ArrivedBytes(InputStream body, org.apache.coyote.Request request) {
        super(body);
        this.request = request;
    }

    static InputStream of(HttpServletRequest request) throws IOException {
        Object tomcats = request.getAttribute(REQUEST);
        InputStream body = request.getInputStream();
        return tomcats instanceof org.apache.coyote.Request known ? new ArrivedBytes(body, known) : body;
    }

    @Override
    public int available() throws IOException {
        int read = super.available();
        if (read > 0) {
            return read;
        }
        request.action(ActionCode.AVAILABLE, true); // Reads from the socket, and does not wait.
        return Math.max(0, request.getAvailable() - CHUNK_END);
    }

    /** Leaves Tomcat's request with the one that the application sees. */
    static final class Valve extends ValveBase {
        Valve() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            request.setAttribute(REQUEST, request.getCoyoteRequest());
            getNext().invoke(request, response);
        }
    }
}
