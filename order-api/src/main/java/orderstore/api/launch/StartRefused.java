package orderstore.api.launch;

import org.jspecify.annotations.Nullable;

/**
 * The product must not start like this. Thrown anywhere during the start it ends the process with exit
 * code 1, and its message, whole sentences that say what, why and what to do, is all that the user sees.
 */
public final class StartRefused extends RuntimeException {

    public StartRefused(String message) {
        super(message);
    }

    public StartRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
