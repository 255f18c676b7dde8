package orderstore.api.waiting;

import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that is set aside, and its connection. For Tomcat the connection is upgraded to another protocol, in which
 * nothing is said; when the wait is over it goes back to HTTP, with the head of the request to be read once more.
 *
 * <p>Tomcat does nothing with a connection but by the thread that has its lock. It has it when it tells something here, and
 * the thread that waited takes it to give the connection back.
 */
final class SetAside extends LeftConnection {

    private static final Logger LOGGER = LoggerFactory.getLogger(SetAside.class);

    private final Wait wait;
    private final WaitingRequests all;
    private final TakingUp takingUp;
    private final CountDownLatch ended = new CountDownLatch(1);

    private byte[] head = {};
    private @Nullable AbstractProtocol<?> http;
    private volatile boolean isBegun;
    private @Nullable Object outcome;
    private volatile boolean isClosed;

    SetAside(Wait wait, WaitingRequests all, TakingUp takingUp) {
        this.wait = wait;
        this.all = all;
        this.takingUp = takingUp;
    }

    /** What it needs to be served again. */
    void keep(byte[] requestHead, AbstractProtocol<?> protocol) {
        head = requestHead;
        http = protocol;
    }

    /** What the wait returned. */
    @Nullable
    Object outcome() {
        return outcome;
    }

    /** Whether its request is gone. */
    boolean isBegun() {
        return isBegun;
    }

    /** From any thread. Then it is served again. */
    void endWait() {
        wait.close();
    }

    /** Until it has been served again, or its connection is closed. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return ended.await(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
    }

    @Override
    public void init(WebConnection unused) {
        isBegun = true;
        Thread.ofVirtual().name("waiting-request").start(this::waitAndServe);
    }

    private void waitAndServe() {
        try {
            await();
            if (!isClosed) {
                takingUp.takeUp(this);
            }
        } finally {
            end();
        }
    }

    private void await() {
        try (wait) {
            outcome = wait.await();
        } catch (InterruptedException e) {
            LOGGER.debug("Nobody interrupts this thread", e);
        } catch (RuntimeException e) {
            LOGGER.debug("When it looks again the request finds out what this was", e);
        }
    }

    /** Ends it if it will not be served again. */
    void giveUp() {
        isClosed = true;
        wait.close();
        if (!isBegun) {
            end();
        }
    }

    private void end() {
        all.forget(this);
        ended.countDown();
    }

    /** Gives the connection back and has Tomcat read the request from it, on this thread, and whatever follows. */
    void serve() {
        SocketWrapperBase<?> client = connection();
        AbstractProtocol<?> protocol = http;
        if (client == null || protocol == null) {
            throw new IllegalStateException("It was never set aside");
        }
        ReentrantLock lock = client.getLock();
        lock.lock();
        try {
            if (client.isClosed()) {
                return;
            }
            if (client.takeCurrentProcessor() instanceof Processor upgraded) {
                protocol.removeWaitingProcessor(upgraded);
            }
            client.setReadTimeout(protocol.getConnectionTimeout());
            client.setWriteTimeout(protocol.getConnectionTimeout());
            if (client instanceof NioSocketWrapper silent) {
                silent.updateLastRead(); // Or it would be given up: it was silent for as long as it waited.
                silent.updateLastWrite();
            }
            unread(client.getSocketBufferHandler());
            client.processSocket(SocketEvent.OPEN_READ, false);
        } catch (RuntimeException e) {
            LOGGER.error("A request that waited could not be served", e);
            client.close();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts the head before what the client has sent meanwhile. By itself the buffer would neither grow nor, if there is
     * more in it, move that along unharmed.
     */
    private void unread(SocketBufferHandler buffers) {
        buffers.configureReadBufferForRead();
        ByteBuffer sent = buffers.getReadBuffer();
        ByteBuffer all = ByteBuffer.allocate(head.length + sent.remaining())
                .put(head)
                .put(sent)
                .flip();
        buffers.expand(all.remaining());
        buffers.unReadReadBuffer(all);
    }

    /** The client has left, or sends the next request already, which is there to be read later. */
    @Override
    public SocketState upgradeDispatch(SocketEvent event) {
        SocketWrapperBase<?> client = connection();
        if (client == null || event != SocketEvent.OPEN_READ) {
            return SocketState.CLOSED;
        }
        try {
            return client.isReadyForRead() ? SocketState.SUSPENDED : SocketState.UPGRADED;
        } catch (IOException left) {
            return SocketState.CLOSED;
        }
    }

    /** The connection is closed. */
    @Override
    public void destroy() {
        giveUp();
    }
}
