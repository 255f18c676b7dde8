package orderstore.api.projection;

import java.time.Duration;
import java.util.ArrayList;
import orderstore.api.launch.StartRefused;
import orderstore.projection.processing.ProcessingLimits;
import orderstore.projection.rebuild.RebuildLimits;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the read models.
 *
 * @param segments into how many parts a read model is divided, each processed by one node at a time; 1, 2, 4, 8 or 16,
 *     default 2; holds for read models that are made from then on
 * @param claim a part whose node has not been heard of for so long is taken over by another; 2 s to 5 min, default 10 s
 * @param rebuildWorkers how many ranges of orders a node reads at once for a rebuild; 1 to 16, default 2
 * @param rebuildRate how many changes a second a node reads at most for a rebuild while others append; 0: no limit,
 *     else 100 to 10,000,000, default 20,000
 */
@ConfigurationProperties("orderstore.projections")
record ProjectionSettings(
        @DefaultValue("2") int segments,
        @DefaultValue("10s") Duration claim,
        @DefaultValue("2") int rebuildWorkers,
        @DefaultValue("20000") int rebuildRate) {

    private static final int MOST_SEGMENTS = 16;
    private static final int MOST_WORKERS = 16;
    private static final int RANGE = 20_000;

    ProjectionSettings {
        var errors = new ArrayList<String>();
        if (segments < 1 || segments > MOST_SEGMENTS || Integer.bitCount(segments) != 1) {
            errors.add("orderstore.projections.segments is " + segments + ", allowed are 1, 2, 4, 8 and 16");
        }
        if (claim.compareTo(Duration.ofSeconds(2)) < 0 || claim.compareTo(Duration.ofMinutes(5)) > 0) {
            errors.add("orderstore.projections.claim is " + claim + ", allowed are 2 s to 5 min");
        }
        if (rebuildWorkers < 1 || rebuildWorkers > MOST_WORKERS) {
            errors.add("orderstore.projections.rebuild-workers is " + rebuildWorkers + ", allowed are 1 to 16");
        }
        if (rebuildRate != 0 && (rebuildRate < 100 || rebuildRate > 10_000_000)) {
            errors.add("orderstore.projections.rebuild-rate is " + rebuildRate
                    + ", allowed are 0, for no limit, and 100 to 10000000");
        }
        if (!errors.isEmpty()) {
            throw new StartRefused(
                    "The settings of the read models cannot be used: " + String.join("; ", errors) + ".");
        }
    }

    RebuildLimits rebuildLimits() {
        return new RebuildLimits(rebuildWorkers, RANGE, rebuildRate);
    }

    ProcessingLimits limits() {
        return new ProcessingLimits(segments, claim);
    }
}
