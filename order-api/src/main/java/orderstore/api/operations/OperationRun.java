package orderstore.api.operations;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import orderstore.api.operations.OperationClaims.Ended;
import orderstore.api.operations.OperationClaims.Left;
import orderstore.api.problem.Problem;
import orderstore.api.problem.ProblemAnswers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tries an operation once. While the log cannot take it, it is tried again for ever, since it was accepted; an error of
 * ours ends it after some times.
 */
@Component
class OperationRun {

    private static final Logger LOGGER = LoggerFactory.getLogger(OperationRun.class);
    private static final String TRACE = "traceId";

    /** So often an operation meets an error that is no outage, over about four minutes. */
    static final int MOST_FAILURES = 8;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int DOUBLINGS = 6;

    private final Map<OperationKind, Work> works = new EnumMap<>(OperationKind.class);
    private final JsonMapper json;

    OperationRun(List<Work> works, JsonMapper json) {
        works.forEach(work -> this.works.put(work.kind(), work));
        this.json = json;
    }

    Work work(OperationKind kind) {
        return Objects.requireNonNull(works.get(kind), () -> "Nobody does " + kind);
    }

    /** What is to be written of it: one of the two, or neither, if it is another node's now. */
    record Result(@Nullable Ended ended, @Nullable Left left) {}

    Result of(OperationKind kind, Task task) throws InterruptedException {
        MDC.put(TRACE, task.origin().traceId());
        try {
            return switch (work(kind).run(task)) {
                case Outcome.Done done -> new Result(new Ended(task.id(), done.progress(), null), null);
                case Outcome.Refused refused -> failed(task, refused.problem());
                case Outcome.Left left -> new Result(null, new Left(task.id(), Duration.ZERO, false));
            };
        } catch (ClaimLostException e) {
            LOGGER.warn("{} This one was silent for too long.", e.getMessage());
            return new Result(null, null);
        } catch (RuntimeException e) {
            return failed(task, e);
        } finally {
            MDC.remove(TRACE);
        }
    }

    private Result failed(Task task, RuntimeException e) {
        Problem problem = ProblemAnswers.told(e, task.origin().traceId());
        if (problem.status().value() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            LOGGER.warn("Operation {} is tried again: {}", task.id(), e.toString());
        } else if (problem.status().is5xxServerError()) {
            LOGGER.error("Operation {} failed", task.id(), e);
            if (task.failures() + 1 >= MOST_FAILURES) {
                return failed(task, problem);
            }
        } else {
            return failed(task, problem);
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(task.failures(), DOUBLINGS));
        return new Result(null, new Left(task.id(), pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause, true));
    }

    private Result failed(Task task, Problem problem) {
        var body = new LinkedHashMap<>(problem.body());
        body.put("traceId", task.origin().traceId());
        return new Result(new Ended(task.id(), null, json.writeValueAsString(body)), null);
    }
}
