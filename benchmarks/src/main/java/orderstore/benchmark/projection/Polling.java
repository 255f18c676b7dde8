package orderstore.benchmark.projection;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Looks again and again, with pauses, until something is so. */
final class Polling {

    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private Polling() {}

    /**
     * Waits.
     *
     * @throws IllegalStateException if it does not come to it within ten minutes, so that a benchmark ends
     */
    static void until(String what, Callable<Boolean> isSo) throws Exception {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!isSo.call()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("It did not come to this in " + LONGEST + ": " + what);
            }
            Thread.sleep(PAUSE);
        }
    }
}
