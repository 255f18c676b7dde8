package orderstore.projection.rebuild;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import orderstore.projection.ChangeLog;

/** Keeps one worker to its rate while the log grows, so that a rebuild leaves room for appends. Not for concurrent use. */
final class Throttle {

    /** Fewer appends than this in a second need no room. */
    private static final long FEW = 20;

    private final ChangeLog log;
    private final double changesPerNano;
    private long since = System.nanoTime();
    private long head;

    /** @param changesPerSecond 0: no limit */
    Throttle(ChangeLog log, double changesPerSecond) {
        this.log = log;
        this.changesPerNano = changesPerSecond / TimeUnit.SECONDS.toNanos(1);
        this.head = changesPerNano == 0 ? 0 : log.lastPosition();
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
            LockSupport.parkNanos((long) (changes / changesPerNano) - elapsed);
        }
        head = last;
        since = System.nanoTime();
    }
}
