package orderstore.api.projection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import orderstore.projection.Generation;
import orderstore.projection.processing.ProcessingObserver;

/** What becomes of batches on this node, as metrics. */
final class ProcessingMetrics implements ProcessingObserver {

    private final MeterRegistry metrics;

    ProcessingMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public void taken(Generation generation, long changes) {
        Counter.builder("orderstore.projection.changes")
                .description("Changes that this node took into a read model")
                .tag("projection", generation.projection())
                .register(metrics)
                .increment((double) changes);
    }

    @Override
    public void failed(Generation generation) {
        Counter.builder("orderstore.projection.failures")
                .description("Batches that were not taken in, and are tried again")
                .tag("projection", generation.projection())
                .register(metrics)
                .increment();
    }
}
