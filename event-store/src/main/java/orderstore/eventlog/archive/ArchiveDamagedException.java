package orderstore.eventlog.archive;

/** A file is no archive, or no longer what was written. The message says so to an operator, and why. */
public final class ArchiveDamagedException extends Exception {

    ArchiveDamagedException(String message) {
        super(message);
    }
}
