package orderstore.projection.intake;

/** Of some changes at least one cannot be written, and is itself the reason. */
public final class UnwritableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnwritableException(int changes, Throwable reason) {
        super("At least one of %d changes cannot be written".formatted(changes), reason);
    }
}
