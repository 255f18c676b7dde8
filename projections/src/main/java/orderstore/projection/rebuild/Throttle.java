package orderstore.projection.rebuild;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import orderstore.projection.ChangeLog;

/** Keeps one worker to its rate while the log grows, so that a rebuild leaves room for appends. Not for concurrent use. */
final class Throttle {

    /** Fewer appends than this in a second need no room. */
    private static final long FEW = 20;

    /** So many changes are taken in together at most, or those of one order if it has more. */
    private static final int MOST = 5_000;

    private static final int FEWEST = 100;

    /** Transactions are open while it waits, and sessions that do nothing for longer than a minute are ended. */
    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(20);

    private final ChangeLog log;
    private final double changesPerNano;
    private final int together;
    private long since = System.nanoTime();
    private long head;

    /** @param changesPerSecond 0: no limit */
    Throttle(ChangeLog log, double changesPerSecond) {
        this.log = log;
        this.changesPerNano = changesPerSecond / TimeUnit.SECONDS.toNanos(1);
        this.together = together(changesPerSecond);
        this.head = changesPerNano == 0 ? 0 : log.lastPosition();
    }

    static int together(double changesPerSecond) {
        return changesPerSecond == 0 ? MOST : (int) Math.clamp(changesPerSecond, FEWEST, MOST);
    }

    /** How many changes are to be taken in together: no more than take a second, so that no wait is long. */
    int together() {
        return together;
    }

    /** So many changes were read since this was last called; waits if that was too fast. */
    void took(int changes) {
        if (changesPerNano == 0) {
            return;
        }
        long last = log.lastPosition();
        long elapsed = System.nanoTime() - since;
        boolean busy = (last - head) * TimeUnit.SECONDS.toNanos(1) > FEW * elapsed;
        if (busy) {
            LockSupport.parkNanos(Math.min(LONGEST_WAIT, (long) (changes / changesPerNano) - elapsed));
        }
        head = last;
        since = System.nanoTime();
    }
}
