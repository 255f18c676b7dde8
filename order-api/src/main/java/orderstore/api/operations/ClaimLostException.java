package orderstore.api.operations;

/** Another node has taken the operation, since this one was silent for too long. It must do nothing more. */
public final class ClaimLostException extends RuntimeException {
    ClaimLostException(Task task) {
        super("Operation " + task.id() + " is another node's now.");
    }
}
