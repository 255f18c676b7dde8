package orderstore.api.limits;

import java.time.Duration;
import orderstore.api.problem.Problem;
import orderstore.api.problem.ProblemException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** The refusal of a request that came too early. */
final class TooManyRequests {
    private static final long NANOS = Duration.ofSeconds(1).toNanos();

    private TooManyRequests() {}

    /** Says why, and when the request may be repeated: in whole seconds, as HTTP has it. */
    static ProblemException refusal(String why, long nanosToNext) {
        long seconds = Math.max(1, Math.ceilDiv(nanosToNext, NANOS));
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        var problem = new Problem(
                "too-many-requests",
                "Too many requests",
                HttpStatus.TOO_MANY_REQUESTS,
                why + " Repeat the same request after " + seconds + " s.");
        return new ProblemException(problem, headers);
    }
}
