package orderstore.api.log;

import java.time.Duration;
import orderstore.api.launch.SettingErrors;
import orderstore.eventlog.AppendLimits;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the log.
 *
 * @param monthsAhead partitions are kept ready for so many months after the current one; 2 to 60, default 3
 * @param riskLosingAcknowledgedChanges whether to write even if the server's settings mean that a crash of it
 *     may lose or damage changes that were acknowledged as durable; default false: refuse to start
 * @param batchEvents how many changes share a COMMIT at most; 1 to 10,000, default 1,000
 * @param batchSize how large a COMMIT may be, in payload, metadata and state; 64 KB to 64 MB, default 4 MB
 * @param queue how many changes may wait to be written; one more is answered with 503; 1 to 1,000,000, default 20,000
 * @param deadline how long a change waits for its turn with its order, then to be written, and then once more for the
 *     answer, before it is answered with 503; for so long it is also decided again when other nodes change
 *     its order; 100 ms to 1 min, default 5 s
 * @param cachedOrders of how many orders the state is kept in memory at most; 1 to 10,000,000, default 100,000
 * @param cacheSize how much memory that may take; 1 MB to 64 GB, default 64 MB
 * @param pollInterval how often the last position is asked for, in case that a notification of another node was lost;
 *     100 ms to 1 h, default 5 s
 */
@ConfigurationProperties("orderstore.log")
record LogSettings(
        @DefaultValue("3") int monthsAhead,
        @DefaultValue("false") boolean riskLosingAcknowledgedChanges,
        @DefaultValue("1000") int batchEvents,
        @DefaultValue("4MB") DataSize batchSize,
        @DefaultValue("20000") int queue,
        @DefaultValue("5s") Duration deadline,
        @DefaultValue("100000") int cachedOrders,
        @DefaultValue("64MB") DataSize cacheSize,
        @DefaultValue("5s") Duration pollInterval) {

    static final int FEWEST_MONTHS_AHEAD = 2;

    LogSettings {
        new SettingErrors("orderstore.log")
                .check("months-ahead", monthsAhead, FEWEST_MONTHS_AHEAD, 60)
                .check("batch-events", batchEvents, 1, 10_000)
                .check("batch-size", batchSize.toBytes(), 64L << 10, 64L << 20)
                .check("queue", queue, 1, 1_000_000)
                .check("deadline in ms", deadline.toMillis(), 100, 60_000)
                .check("cached-orders", cachedOrders, 1, 10_000_000)
                .check("cache-size", cacheSize.toBytes(), 1L << 20, 64L << 30)
                .check("poll-interval in ms", pollInterval.toMillis(), 100, 3_600_000)
                .throwIfAny("The settings of the log");
    }

    AppendLimits appendLimits() {
        return new AppendLimits(batchEvents, batchSize.toBytes(), queue, deadline);
    }
}
