package orderstore.projection.intake;

/** So many changes cannot be taken in that it must be the projector's fault. */
public final class TooManyDeadLettersException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyDeadLettersException(String message) {
        super(message);
    }
}
