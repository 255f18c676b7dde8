package orderstore.api.operations;

import java.time.Duration;
import orderstore.api.launch.SettingErrors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of what is done later than it was asked for.
 *
 * @param maxWaiting so many operations may wait or run, of all nodes; one more is answered with 503; 1 to 100,000,
 *     default 10,000
 * @param maxWaitingSize so large may they be together; 1 MB to 1 TB, default 1 GB
 * @param maxUpload so large may one upload be; a larger one is answered with 413; 1 MB to 1 GB, default 64 MB
 * @param kept for how long it is told what came of one that ended; 1 min to 365 days, default P7D
 * @param pollInterval how often a node looks for what others left, if nothing tells it to; 1 s to 1 h, default 1 min
 */
@ConfigurationProperties("orderstore.operations")
record OperationSettings(
        @DefaultValue("10000") int maxWaiting,
        @DefaultValue("1GB") DataSize maxWaitingSize,
        @DefaultValue("64MB") DataSize maxUpload,
        @DefaultValue("P7D") Duration kept,
        @DefaultValue("1m") Duration pollInterval) {

    OperationSettings {
        new SettingErrors("orderstore.operations")
                .check("max-waiting", maxWaiting, 1, 100_000)
                .check("max-waiting-size", maxWaitingSize.toBytes(), 1L << 20, 1L << 40)
                .check("max-upload", maxUpload.toBytes(), 1L << 20, 1L << 30)
                .check("kept in ms", kept.toMillis(), 60_000, 365 * 86_400_000L)
                .check("poll-interval in ms", pollInterval.toMillis(), 1_000, 3_600_000)
                .throwIfAny("The settings of operations");
    }
}
