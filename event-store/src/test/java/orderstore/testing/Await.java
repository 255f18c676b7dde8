package orderstore.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for what must come soon, however slow the machine is; a test that waits for what never comes fails. */
public final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Given away, so that who is to do it gets on with it. */
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(1);

    private Await() {}

    /** Until it is so. */
    public static void until(String what, Callable<Boolean> isSo) {
        answer(what, isSo, so -> so);
    }

    /** Until an answer is as wanted; that answer. */
    public static <T> T answer(String what, Callable<T> question, Predicate<T> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            T answer = ask(what, question);
            if (wanted.test(answer)) {
                return answer;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "It did not come to this within " + PATIENCE + ": " + what + ". At last: " + answer);
            }
            LockSupport.parkNanos(STEP);
        }
    }

    private static <T> T ask(String what, Callable<T> question) {
        try {
            return question.call();
        } catch (Exception e) {
            throw new AssertionError("Could not wait for this: " + what, e);
        }
    }
}
