package orderstore.api.waiting;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;

/**
 * Requests that wait. One under way takes some 100 KB, half of them Tomcat's and much of the rest the stack of its thread;
 * so one that has to wait is set aside: of its connection only the socket stays, of the request its head as bytes, and of
 * its thread a shallow one. When the wait is over the request is served anew, from the first byte of its head and through
 * all checks, and is answered with what there is then.
 */
public final class WaitingRequests implements SmartLifecycle {

    /** Holds the {@link SetAside} of a request that is to be set aside. */
    static final String TO_BE_SET_ASIDE = SetAside.class.getName();

    private static final Logger LOGGER = LoggerFactory.getLogger(WaitingRequests.class);
    private static final String WAITED = WaitingRequests.class.getName();

    /** What a wait returns that was for nothing but room. */
    private enum Room {
        FOUND
    }

    /** Of a request that has got no answer yet. Nobody is sent it, but it is what measurements are told. */
    static final int NOT_YET = 102;

    /** For all of them to be answered when this node stops. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(15);

    /** After those who end all waiting, before the web server. */
    private static final int PHASE = DEFAULT_PHASE - 512;

    private final TakingUp takingUp;
    private final Set<SetAside> aside = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    WaitingRequests(TakingUp takingUp) {
        this.takingUp = takingUp;
    }

    /** How a wait ended. */
    private record Waited(@Nullable Object outcome) {}

    /** Whether a request has waited already, so that it is to be answered now. */
    public static boolean hasWaited(HttpServletRequest request) {
        return wasSetAside(request) && !(outcome(request) instanceof Room);
    }

    /** Whether a request comes again, having waited, or having got the room to begin. */
    public static boolean wasSetAside(HttpServletRequest request) {
        return request.getAttribute(WAITED) != null;
    }

    /** What its wait returned; null: nothing, or it has not waited. */
    public static @Nullable Object outcome(HttpServletRequest request) {
        return request.getAttribute(WAITED) instanceof Waited waited ? waited.outcome() : null;
    }

    static void waited(HttpServletRequest request, @Nullable Object outcome) {
        request.setAttribute(WAITED, new Waited(outcome));
    }

    /**
     * Lets a request wait that has not waited yet.
     *
     * @return true: it has waited, and is to be looked at anew; false: it will be, as a request of its own, and nothing is
     *     to be answered to this one
     */
    public boolean await(HttpServletRequest request, HttpServletResponse response, Wait wait)
            throws InterruptedException {
        if (setAside(request, response, wait)) {
            return false;
        }
        try (wait) {
            waited(request, wait.await());
        }
        return true;
    }

    /**
     * Has a request begin when there is room for it.
     *
     * @return true: it will, as a request of its own, and nothing is to be answered to this one; false: it cannot be
     *     set aside
     */
    public boolean awaitRoom(HttpServletRequest request, HttpServletResponse response) {
        return setAside(request, response, new Wait() {
            @Override
            public Object await() {
                return Room.FOUND;
            }

            @Override
            public void close() {
                // It takes no time.
            }
        });
    }

    private boolean setAside(HttpServletRequest request, HttpServletResponse response, Wait wait) {
        var one = new SetAside(wait, this, takingUp);
        boolean isAside = mayBeSetAside(request) && add(one);
        if (isAside) {
            request.setAttribute(TO_BE_SET_ASIDE, one);
            response.setStatus(NOT_YET);
        }
        return isAside;
    }

    /** Whether its head is all of it, and the connection its own. */
    private static boolean mayBeSetAside(HttpServletRequest request) {
        return request.getProtocol().startsWith("HTTP/1.")
                && request.getContentLengthLong() <= 0
                && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null
                && request.getHeader(HttpHeaders.EXPECT) == null;
    }

    private boolean add(SetAside one) {
        aside.add(one);
        boolean isTooLate = stopped;
        if (isTooLate) { // It may be that the stop has not seen this one.
            forget(one);
        }
        return !isTooLate;
    }

    void forget(SetAside one) {
        aside.remove(one);
    }

    /** How many are set aside. */
    long count() {
        return aside.stream().filter(SetAside::isBegun).count();
    }

    @Override
    public void start() {
        stopped = false;
    }

    /** Has all of them answered, which Tomcat would not do any more. */
    @Override
    public void stop() {
        stopped = true;
        long deadline = System.nanoTime() + LONGEST_STOP.toNanos();
        aside.forEach(SetAside::endWait);
        try {
            for (SetAside one : aside) {
                if (!one.awaitEnd(Duration.ofNanos(deadline - System.nanoTime()))) {
                    LOGGER.warn("{} requests that waited are not answered, since this node stops", aside.size());
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return !stopped;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
