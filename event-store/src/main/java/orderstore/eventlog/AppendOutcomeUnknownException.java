package orderstore.eventlog;

/**
 * The answer to an append was lost or did not come in time, and the log could not be asked: the event may or
 * may not be there. Only reading it, or repeating an idempotent request, will tell.
 */
public final class AppendOutcomeUnknownException extends RuntimeException {
    public AppendOutcomeUnknownException(Throwable cause) {
        super("The database did not answer the append in time, or its answer was lost.", cause);
    }
}
