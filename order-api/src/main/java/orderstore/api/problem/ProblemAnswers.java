package orderstore.api.problem;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import orderstore.api.trace.TraceContext;
import org.apache.coyote.BadRequestException;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpStatus;
import org.springframework.web.util.DisconnectedClientHelper;

/** The one place where what went wrong becomes an answer, and where it is logged if somebody has to know. */
public final class ProblemAnswers {
    private static final Logger log = LoggerFactory.getLogger(ProblemAnswers.class);

    private ProblemAnswers() {}

    /**
     * Answers, or breaks the connection when a part of another answer is on its way: that is the honest end of it.
     */
    static void answer(Throwable thrown, HttpServletRequest request, HttpServletResponse response) throws IOException {
        var e = unwrapped(thrown);
        if (isAboutTheConnection(e)) {
            log.debug("The connection of {} {} failed", request.getMethod(), request.getRequestURI(), e);
            return; // Tomcat saw it first and ends it as it should: with 400 or 408 if anybody is there to be told.
        }
        var refusal = e instanceof ProblemException known ? known : MvcRefusal.of(e, request);
        var answer = refusal == null ? failure(e, request) : refusal;
        if (response.isCommitted()) {
            throw new CloseNowException();
        }
        ProblemWriter.write(answer, request, response);
    }

    /** What is answered to an exception, for those who note it on its way. */
    public static Problem told(Throwable thrown, HttpServletRequest request) {
        var e = unwrapped(thrown);
        var refusal = e instanceof ProblemException known ? known : MvcRefusal.of(e, request);
        if (refusal == null) {
            refusal = Outage.isOutage(e) ? Outage.answerTo(e) : internal(request);
        }
        return refusal.problem();
    }

    /** The same for what is done later than it was asked for. */
    public static Problem told(Throwable thrown, String traceId) {
        var e = unwrapped(thrown);
        if (e instanceof ProblemException known) {
            return known.problem();
        }
        return (Outage.isOutage(e) ? Outage.answerTo(e) : internal(traceId)).problem();
    }

    /** The problem that was answered to a request; null if it was none. */
    public static @Nullable Problem answered(HttpServletRequest request) {
        return request.getAttribute(ProblemWriter.ATTRIBUTE) instanceof Problem problem ? problem : null;
    }

    /** To the client, that is: the one to the database breaks with the same words. */
    private static boolean isAboutTheConnection(Throwable e) {
        return !Outage.isOutage(e)
                && (NestedExceptionUtils.getMostSpecificCause(e) instanceof BadRequestException
                        || DisconnectedClientHelper.isClientDisconnectedException(e));
    }

    private static ProblemException failure(Throwable e, HttpServletRequest request) {
        var trace = TraceContext.of(request).traceId();
        if (Outage.isOutage(e)) {
            log.warn("{} {} of trace {}: {}", request.getMethod(), request.getRequestURI(), trace, e.toString());
            return Outage.answerTo(e);
        }
        log.error("{} {} of trace {} failed", request.getMethod(), request.getRequestURI(), trace, e);
        return internal(request);
    }

    private static ProblemException internal(HttpServletRequest request) {
        return internal(TraceContext.of(request).traceId());
    }

    private static ProblemException internal(String traceId) {
        return StatusProblem.of(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "The request met an error of this server, which is in its log under trace " + traceId + ".")
                .exception();
    }

    /** What Spring wraps around an error, or around a problem that was met while it converted an argument. */
    private static Throwable unwrapped(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException) {
                return cause;
            }
        }
        return thrown.getClass() == ServletException.class && thrown.getCause() != null ? thrown.getCause() : thrown;
    }
}
