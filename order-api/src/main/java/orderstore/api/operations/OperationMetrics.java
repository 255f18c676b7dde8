package orderstore.api.operations;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import orderstore.api.operations.OperationClaims.Standing;
import org.springframework.stereotype.Component;

/** How the queue was when this node looked last, as metrics; a scrape asks the database nothing. */
@Component
class OperationMetrics {

    private volatile Seen last = new Seen(new Standing(0, 0, Duration.ZERO, null), 0);

    /** When it was seen, in nanoseconds. */
    private record Seen(Standing standing, long at) {
        /** As long as nobody looks, what waits gets older. */
        double oldest() {
            return standing.oldest().isZero() ? 0 : standing.oldest().toMillis() / 1e3 + (System.nanoTime() - at) / 1e9;
        }
    }

    OperationMetrics(MeterRegistry metrics) {
        gauge(metrics, "queued", "Operations that wait to be done, by any node", seen ->
                (double) seen.standing().queued());
        gauge(metrics, "running", "Operations that are being done, by any node", seen ->
                (double) seen.standing().running());
        Gauge.builder("orderstore.operations.oldest", this, it -> it.last.oldest())
                .description("For how long the operation that was accepted first has not ended")
                .baseUnit("seconds")
                .register(metrics);
    }

    private void gauge(MeterRegistry metrics, String name, String description, ToDoubleFunction<Seen> value) {
        Gauge.builder("orderstore.operations." + name, this, it -> value.applyAsDouble(it.last))
                .description(description)
                .register(metrics);
    }

    void seen(Standing standing) {
        last = new Seen(standing, System.nanoTime());
    }
}
