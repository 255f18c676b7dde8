package orderstore.api.limits;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/**
 * Lets a client send the rest of a body that nobody read, since one that is cut off while it sends may not come to read
 * the answer. But not for ever, and not any number of them at once: Tomcat itself would go on for as long as a byte comes
 * now and then.
 */
final class UnreadBodies extends ValveBase {
    private static final Logger LOGGER = LoggerFactory.getLogger(UnreadBodies.class);
    private static final int MOST = 2 << 20;
    private static final int MOST_AT_ONCE = 500;

    private final Duration within;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    UnreadBodies(Duration within) {
        super(true);
        this.within = within;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (request.isFinished()
                || request.isAsync()
                || request.getCoyoteRequest().isExceptionPresent()) {
            return;
        }
        response.finishResponse();
        // Who asked whether to send it need not, and who took too long has had its time.
        boolean mayGoOn = !request.getCoyoteRequest().hasExpectation()
                && response.getStatus() != HttpStatus.REQUEST_TIMEOUT.value();
        if (!mayGoOn || !hasPlaceAndIsWholeInTime(request.getCoyoteRequest())) {
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    private boolean hasPlaceAndIsWholeInTime(org.apache.coyote.Request request) {
        if (!places.tryAcquire()) {
            return false;
        }
        try {
            return isWholeInTime(request);
        } finally {
            places.release();
        }
    }

    private boolean isWholeInTime(org.apache.coyote.Request request) {
        var passed = new Passed();
        long begun = System.nanoTime();
        int left = MOST;
        try {
            while (left > 0 && System.nanoTime() - begun < within.toNanos()) {
                int read = request.doRead(passed);
                if (read < 0) {
                    return true;
                }
                left -= read;
            }
        } catch (IOException e) {
            LOGGER.debug("The rest of a body did not come", e);
        }
        return false;
    }

    /** Takes what is read, which nobody wants. */
    private static final class Passed implements ApplicationBufferHandler {
        private ByteBuffer bytes = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            bytes = buffer;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return bytes;
        }

        @Override
        public void expand(int size) {
            // It is only read into, by whoever has the bytes.
        }
    }
}
