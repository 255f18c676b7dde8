package orderstore.eventlog.retention;

/** Nothing goes at the moment. The message says to an operator why, and what would help. */
public final class PurgeRefusedException extends RuntimeException {

    private final Reason reason;

    public PurgeRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why nothing goes. */
    public enum Reason {
        /** Another purge is under way. */
        PURGE_RUNNING,
        /** Something is being made from the log, and counts on all of it. */
        BEING_READ,
        /** Somebody has not taken in yet what would go. */
        BEHIND
    }

    public Reason reason() {
        return reason;
    }
}
