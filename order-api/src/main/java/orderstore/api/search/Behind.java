package orderstore.api.search;

import java.util.Map;
import orderstore.api.problem.Problem;
import orderstore.api.problem.ProblemException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** The overview is not as far as it must be for an answer. */
final class Behind {

    /** The header, and the problem's member, that say how far the overview is. */
    static final String POSITION = "Projection-Position";

    private static final String SECONDS = "1";

    private Behind() {}

    static ProblemException of(long wanted, long position) {
        return problem(
                "The search must know of the change at position %d, but its overview is at position %d."
                                .formatted(wanted, position)
                        + " Ask again with a longer Prefer: wait=, at most 60 s, or without minPosition.",
                position);
    }

    static ProblemException nothingYet() {
        return problem("The overview that is searched is being made and is not complete yet. Ask again later.", 0);
    }

    private static ProblemException problem(String detail, long position) {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, SECONDS);
        var problem = new Problem(
                "unavailable",
                "This cannot be done right now",
                HttpStatus.SERVICE_UNAVAILABLE,
                detail,
                Map.of("projectionPosition", position));
        return new ProblemException(problem, headers);
    }
}
