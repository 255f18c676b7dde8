package orderstore.api.operator;

/** What was asked could not be done; the message says why, in whole sentences. */
final class CommandFailed extends RuntimeException {

    CommandFailed(String message) {
        super(message);
    }
}
