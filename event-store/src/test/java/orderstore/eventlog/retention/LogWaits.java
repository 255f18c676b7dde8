package orderstore.eventlog.retention;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for a signal that must come soon; a test that waits for what never comes fails. */
final class LogWaits {

    private LogWaits() {}

    static void await(String what, BooleanSupplier signal) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!signal.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("It did not come to this within 30 s: " + what);
            }
            Thread.onSpinWait();
        }
    }
}
