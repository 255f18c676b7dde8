package orderstore.eventlog;

/** The database finds fault with what was to be stored; trying the same again would end the same. */
final class RejectedDataException extends RuntimeException {
    RejectedDataException(Throwable cause) {
        super("The database refuses to store this event.", cause);
    }
}
