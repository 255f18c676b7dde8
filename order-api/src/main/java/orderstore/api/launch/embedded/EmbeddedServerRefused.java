package orderstore.api.launch.embedded;

import org.jspecify.annotations.Nullable;

/** Why the embedded server does not run. The message is for the user: what, why, what to do. */
public final class EmbeddedServerRefused extends RuntimeException {

    EmbeddedServerRefused(String message) {
        super(message);
    }

    EmbeddedServerRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
