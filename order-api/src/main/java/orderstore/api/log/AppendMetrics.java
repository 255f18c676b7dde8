package orderstore.api.log;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import orderstore.eventlog.AppendObserver;
import orderstore.eventlog.StoredEvent;

/** How appends fare, as metrics, and for those who wait for them. */
final class AppendMetrics implements AppendObserver {

    private final DistributionSummary events;
    private final DistributionSummary bytes;
    private final Timer wait;
    private final Timer commit;
    private final Consumer<List<StoredEvent>> whoWaits;

    /** @param whoWaits is told the events of each COMMIT */
    AppendMetrics(MeterRegistry metrics, Consumer<List<StoredEvent>> whoWaits) {
        this.whoWaits = whoWaits;
        events = DistributionSummary.builder("orderstore.log.append.batch")
                .description("Appends that shared a COMMIT")
                .baseUnit("appends")
                .register(metrics);
        bytes = DistributionSummary.builder("orderstore.log.append.batch.size")
                .description("Payload, metadata and state written with a COMMIT")
                .baseUnit("bytes")
                .register(metrics);
        wait = Timer.builder("orderstore.log.append.wait")
                .description("How long the first append of a batch waited to be taken")
                .register(metrics);
        commit = Timer.builder("orderstore.log.append.commit")
                .description("From the call of a batch to the answer that it is durable, the lock included")
                .register(metrics);
    }

    @Override
    public void written(int appends, long size, Duration longestWait, Duration took) {
        events.record(appends);
        bytes.record((double) size);
        wait.record(longestWait);
        commit.record(took);
    }

    @Override
    public void committed(List<StoredEvent> stored) {
        whoWaits.accept(stored);
    }
}
