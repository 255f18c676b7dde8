package orderstore.eventlog;

import java.time.Duration;

/**
 * What the log takes on at once.
 *
 * @param batchEvents how many events are written with one COMMIT at most
 * @param batchBytes how many bytes of payload, metadata and state at most; a larger event is written alone
 * @param queued how many appends may wait; one more is refused
 * @param deadline how long an append waits to be written, and then for the outcome, before it gives up
 */
public record AppendLimits(int batchEvents, long batchBytes, int queued, Duration deadline) {

    /** 1,000 events or 4 MiB a COMMIT, 20,000 waiting, 5 s. */
    public static final AppendLimits DEFAULT = new AppendLimits(1_000, 4L << 20, 20_000, Duration.ofSeconds(5));
}
