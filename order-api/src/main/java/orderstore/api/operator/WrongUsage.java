package orderstore.api.operator;

/** A command line that cannot be meant. */
final class WrongUsage extends RuntimeException {

    WrongUsage(String message) {
        super(message);
    }
}
