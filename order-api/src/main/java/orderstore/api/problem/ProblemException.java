package orderstore.api.problem;

import org.springframework.http.HttpHeaders;

/** Ends a request with a problem. It is an answer, not a fault, so it carries no stack trace. */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;
    private final transient HttpHeaders headers;

    public ProblemException(Problem problem) {
        this(problem, HttpHeaders.EMPTY);
    }

    /**
     * A problem that needs more than a body.
     *
     * @param headers sent with the problem, for example {@code Retry-After}
     */
    public ProblemException(Problem problem, HttpHeaders headers) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = headers;
    }

    public Problem problem() {
        return problem;
    }

    public HttpHeaders headers() {
        return headers;
    }
}
