package orderstore.api.problem;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import orderstore.eventlog.AppendOutcomeUnknownException;
import orderstore.eventlog.LogUnavailableException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells a database that cannot answer now from one that was asked something wrong. */
final class Outage {
    private static final String RETRY_AFTER_SECONDS = "1";

    private Outage() {}

    static boolean isOutage(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (isOutageItself(cause)) {
                return true;
            }
        }
        return false;
    }

    static ProblemException answerTo(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof LogUnavailableException) {
                return answer(String.valueOf(cause.getMessage())); // If this was an append, it says that nothing was.
            }
            if (cause instanceof AppendOutcomeUnknownException) {
                return answer(cause.getMessage() + " It is unknown whether this was appended.");
            }
        }
        return answer(
                "The database cannot be reached now; if this was to change something, it is unknown whether it did.");
    }

    static ProblemException answer(String what) {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        var problem = new Problem(
                "unavailable",
                "This cannot be done right now",
                HttpStatus.SERVICE_UNAVAILABLE,
                what + " Repeat the same request after " + RETRY_AFTER_SECONDS + " s.");
        return new ProblemException(problem, headers);
    }

    private static boolean isOutageItself(Throwable e) {
        return switch (e) {
            case LogUnavailableException ignored -> true;
            case AppendOutcomeUnknownException ignored -> true;
            case DataAccessResourceFailureException ignored -> true;
            case TransientDataAccessException ignored -> true;
            case RecoverableDataAccessException ignored -> true;
            case CannotCreateTransactionException ignored -> true;
            case SQLTransientException ignored -> true;
            case SQLRecoverableException ignored -> true;
            case SQLException sql -> isOutage(sql.getSQLState());
            default -> false;
        };
    }

    /** Connection (08), resources (53), operator's hand (57, a statement timeout among them), system error (58), a lock that somebody else holds, standby, a session that was ended. */
    private static boolean isOutage(@Nullable String sqlState) {
        return sqlState != null && sqlState.matches("(08|53|57|58|40).*|55P03|25006|25P0[34]");
    }
}
