package orderstore.projection.rebuild;

/** What an operator asked is not possible in the state that there is. The message says what would be. */
public class RebuildRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RebuildRefusedException(String message) {
        super(message);
    }
}
