package orderstore.eventlog.archive;

/** An archive could not be written; there is none, then. The message says to an operator why. */
public final class ArchiveFailedException extends Exception {

    ArchiveFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
