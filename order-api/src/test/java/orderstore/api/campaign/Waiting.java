package orderstore.api.campaign;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what other processes do, which can only be asked again and again. */
final class Waiting {

    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(50);

    private Waiting() {}

    /** Until it is so; fails if that takes too long. */
    static void until(String what, Duration most, Callable<Boolean> isSo) {
        long deadline = System.nanoTime() + most.toNanos();
        try {
            while (!isSo.call()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("It did not come to this within " + most + ": " + what);
                }
                LockSupport.parkNanos(STEP);
            }
        } catch (Exception e) {
            throw new AssertionError("Could not wait for this: " + what, e);
        }
    }

    /** As long as something is to last. */
    static void as(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(STEP);
        }
    }
}
