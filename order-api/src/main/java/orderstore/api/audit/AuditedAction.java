package orderstore.api.audit;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.function.Supplier;
import orderstore.api.problem.Problem;
import orderstore.api.problem.ProblemAnswers;
import orderstore.api.trace.TraceContext;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** What operators do outside of {@code /v1/admin}, where only the one who does it knows that it is an operator's. */
@Component
public class AuditedAction {

    private final AuditLog log;

    AuditedAction(AuditLog log) {
        this.log = log;
    }

    /**
     * Writes down what is to be done, does it, and writes down what was answered.
     *
     * @param summary what was asked for
     * @throws orderstore.eventlog.LogUnavailableException if it could not be written down; nothing was done
     */
    public <T> ResponseEntity<T> of(
            HttpServletRequest request, String actor, Map<String, ?> summary, Supplier<ResponseEntity<T>> action) {
        long entry = log.begin(new AuditLog.Action(
                actor,
                request.getMethod(),
                request.getRequestURI(),
                request.getQueryString(),
                RequestSummary.of(summary),
                TraceContext.of(request).traceId()));
        try {
            ResponseEntity<T> answer = action.get();
            log.end(entry, answer.getStatusCode().value(), null);
            return answer;
        } catch (RuntimeException e) {
            Problem problem = ProblemAnswers.told(e, request);
            log.end(entry, problem.status().value(), problem.name());
            throw e;
        }
    }
}
