package orderstore.eventlog.verification;

/** Another verification of the whole log is under way, here or on another node. */
public final class VerificationRunningException extends RuntimeException {

    VerificationRunningException() {
        super("Another verification of the whole log is under way, on this node or another.");
    }
}
