package orderstore.api.limits;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import orderstore.api.problem.Problem;
import orderstore.api.problem.ProblemException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** How many requests are under way on this node: each takes memory. Those that wait and are set aside are none. */
@Component
public class RequestsAtOnce {
    private final int most;
    private final Semaphore free;

    RequestsAtOnce(LimitSettings settings) {
        this.most = settings.requestsAtOnce();
        this.free = new Semaphore(most, true);
    }

    /** One more is under way, until it leaves; false: it would be one too many, which need not leave. */
    public boolean enter() {
        try {
            return free.tryAcquire(0, TimeUnit.SECONDS); // Without a time it would go before those set aside.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Likewise for one that was set aside: it is not refused, but waits for room, and gets it before who comes later. */
    public void enterFromAside() {
        free.acquireUninterruptibly();
    }

    public void leave() {
        free.release();
    }

    /** The refusal of one too many. */
    public ProblemException tooMany() {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, "1");
        var problem = new Problem(
                "unavailable",
                "This cannot be done right now",
                HttpStatus.SERVICE_UNAVAILABLE,
                "There are " + most + " requests under way here, which is all that are allowed; nothing was done."
                        + " Repeat the same request after 1 s.");
        return new ProblemException(problem, headers);
    }
}
