package orderstore.eventlog;

/** The database finds fault with what was to be stored; trying the same at once would end the same. */
final class RejectedDataException extends RuntimeException {
    RejectedDataException(Throwable cause) {
        super("The database refuses to store this event.", cause);
    }

    /** What the caller is told whose append was written alone: the fault may be the database's, and may be mended. */
    RuntimeException alone() {
        return getCause() instanceof LogUnavailableException down ? down : this;
    }
}
