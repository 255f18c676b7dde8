package orderstore.api.projection;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import orderstore.projection.processing.ProjectionStanding;
import orderstore.projection.processing.Projections;
import org.jspecify.annotations.Nullable;

/** How far projections were when this node looked last, as metrics; a scrape asks the database nothing. */
final class StandingMetrics {

    private final MeterRegistry metrics;
    private final Projections projections;

    StandingMetrics(MeterRegistry metrics, Projections projections) {
        this.metrics = metrics;
        this.projections = projections;
    }

    void register(String projection) {
        gauge(projection, "orderstore.projection.lag.events", "Changes that are not in yet", null, now ->
                (double) now.lagEvents());
        gauge(
                projection,
                "orderstore.projection.lag",
                "How long the first change that is not in has been in the log",
                "seconds",
                now -> now.lag().toMillis() / 1e3);
        gauge(projection, "orderstore.projection.position", "Every change up to here is in", null, now ->
                (double) now.position());
        gauge(projection, "orderstore.projection.dead.letters", "Changes that are parked", null, now ->
                (double) now.deadLetters());
        gauge(
                projection,
                "orderstore.projection.running",
                "1: it runs; 0: it is paused, or its last batch failed",
                null,
                now -> now.state() == ProjectionStanding.State.RUNNING ? 1 : 0);
    }

    private void gauge(
            String projection,
            String name,
            String description,
            @Nullable String unit,
            ToDoubleFunction<ProjectionStanding> value) {
        Gauge.builder(name, projections, all -> {
                    ProjectionStanding last = all.lastStanding(projection);
                    return last == null ? Double.NaN : value.applyAsDouble(last);
                })
                .description(description)
                .baseUnit(unit)
                .tag("projection", projection)
                .register(metrics);
    }
}
