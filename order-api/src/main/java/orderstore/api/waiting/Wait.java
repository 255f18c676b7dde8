package orderstore.api.waiting;

import org.jspecify.annotations.Nullable;

/** What a request waits for, and how long. It must know nothing of the request, which does not wait with it. */
public interface Wait extends AutoCloseable {

    /**
     * Waits until it has happened, the time is up, or it is closed. What is so then is looked at by the request, also if
     * this throws.
     *
     * @return from where it has to look; null: from the beginning
     */
    @Nullable
    Object await() throws InterruptedException;

    /** Ends the wait, from any thread, also before it began; more than once. */
    @Override
    void close();
}
