package orderstore.api.limits;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP/1.1 that gives a client only so long for its request line and headers, and no more memory than it needs. Tomcat
 * itself limits how long it waits for the next byte of them, so that one byte now and then would keep a connection for
 * days; and by its buffers as many connections as are taken would fill the heap.
 */
public final class TimedHttp extends Http11NioProtocol {
    private static final Logger LOGGER = LoggerFactory.getLogger(TimedHttp.class);
    private static final Duration LONGEST_PERIOD = Duration.ofSeconds(1);

    /** So much is read from a connection, or written to it, at once; nearly every request and answer is smaller. */
    private static final int AT_ONCE = 4 << 10;

    /** An answer that is no longer is sent with its length. Tomcat keeps three times as much for it. */
    private static final int ANSWER = 2 << 10;

    /** Nobody reads trailers here. */
    private static final int TRAILERS = 256;

    private Duration within = Duration.ofSeconds(30);
    private @Nullable ScheduledFuture<?> looking;

    /** For Tomcat, which is given the name of this class. */
    public TimedHttp() {
        getEndpoint().getSocketProperties().setAppReadBufSize(AT_ONCE);
        getEndpoint().getSocketProperties().setAppWriteBufSize(AT_ONCE);
        setMaxTrailerSize(TRAILERS);
    }

    @Override
    public int getDesiredBufferSize() {
        return ANSWER;
    }

    void setHeadersWithin(Duration within) {
        this.within = within;
    }

    @Override
    public void start() throws Exception {
        super.start();
        long period = Math.min(LONGEST_PERIOD.toNanos(), within.toNanos());
        looking = getUtilityExecutor().scheduleWithFixedDelay(this::giveUp, period, period, TimeUnit.NANOSECONDS);
    }

    @Override
    public void stop() throws Exception {
        if (looking != null) {
            looking.cancel(false);
        }
        super.stop();
    }

    private void giveUp() {
        long now = System.nanoTime();
        for (SocketWrapperBase<NioChannel> connection : getEndpoint().getConnections()) {
            if (isDawdling(connection, now)) {
                end(connection);
            }
        }
    }

    /**
     * A connection keeps its processor while it waits for more: of headers that have begun, or for an asynchronous answer.
     * While a thread is at work it has none.
     */
    private boolean isDawdling(SocketWrapperBase<NioChannel> connection, long now) {
        if (!(connection.getCurrentProcessor() instanceof AbstractProcessor waiting) || waiting.isAsync()) {
            return false;
        }
        long begun = waiting.getRequest().getStartTimeNanos();
        return begun >= 0 && now - begun > within.toNanos();
    }

    /** Ends what can still be read, so that Tomcat finds the end and closes it in its own way, on a thread of its own. */
    private static void end(SocketWrapperBase<NioChannel> connection) {
        try {
            connection.getSocket().getIOChannel().shutdownInput();
        } catch (IOException e) {
            LOGGER.debug("The connection was closed before it was given up", e);
        }
    }
}
