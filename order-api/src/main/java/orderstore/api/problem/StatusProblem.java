package orderstore.api.problem;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/** A problem that has nothing more to tell than its HTTP status; the name is the status in words. */
final class StatusProblem {
    private StatusProblem() {}

    static Problem of(HttpStatus status, String detail) {
        return switch (status) {
            case BAD_REQUEST -> Problem.invalidRequest("", detail);
            case NOT_FOUND -> new Problem("not-found", "There is nothing here", status, detail);
            case INTERNAL_SERVER_ERROR ->
                new Problem("internal-error", "Something is wrong with this server", status, detail);
            default -> new Problem(name(status), status.getReasonPhrase(), status, detail);
        };
    }

    private static String name(HttpStatus status) {
        return status.getReasonPhrase().toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
    }
}
