package orderstore.eventlog.retention;

/** What would go is no longer what the plan says; another plan is needed. The message says so to an operator. */
public final class PlanStaleException extends RuntimeException {

    PlanStaleException(String message) {
        super(message);
    }
}
