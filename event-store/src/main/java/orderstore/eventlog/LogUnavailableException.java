package orderstore.eventlog;

import org.jspecify.annotations.Nullable;

/** The log could not do what was asked, and for an append: nothing was appended. Asking again is safe. */
public final class LogUnavailableException extends RuntimeException {
    public LogUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
