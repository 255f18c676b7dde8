package orderstore.api.limits;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import orderstore.api.problem.Problem;
import org.springframework.http.HttpStatus;

/**
 * A body that must be whole within some time from its first read. Tomcat limits how long a single read waits; so the
 * longest that a client can take is both together.
 */
final class TimedBody extends ServletInputStream {
    private final ServletInputStream body;
    private final Duration within;
    private final LongSupplier nanoTime;
    private long begun;
    private boolean isBegun;

    TimedBody(ServletInputStream body, Duration within, LongSupplier nanoTime) {
        this.body = body;
        this.within = within;
        this.nanoTime = nanoTime;
    }

    @Override
    public int read() throws IOException {
        begin();
        return inTime(body.read());
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        begin();
        return inTime(body.read(into, offset, length));
    }

    private void begin() {
        if (!isBegun) {
            isBegun = true;
            begun = nanoTime.getAsLong();
        }
    }

    private int inTime(int read) {
        if (read >= 0 && nanoTime.getAsLong() - begun > within.toNanos()) {
            throw new Problem(
                            "request-timeout",
                            "The request did not arrive in time",
                            HttpStatus.REQUEST_TIMEOUT,
                            "The body was not whole within " + within.toMillis() + " ms, which is allowed here.")
                    .exception();
        }
        return read;
    }

    @Override
    public int available() throws IOException {
        return body.available();
    }

    @Override
    public boolean isFinished() {
        return body.isFinished();
    }

    @Override
    public boolean isReady() {
        return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        body.setReadListener(listener);
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
