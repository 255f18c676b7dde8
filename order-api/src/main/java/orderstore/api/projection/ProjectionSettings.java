package orderstore.api.projection;

import java.time.Duration;
import orderstore.api.launch.SettingErrors;
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
        new SettingErrors("orderstore.projections")
                .check(
                        "segments",
                        segments,
                        segments >= 1 && segments <= MOST_SEGMENTS && Integer.bitCount(segments) == 1,
                        "1, 2, 4, 8 and 16")
                .check(
                        "claim",
                        claim,
                        claim.compareTo(Duration.ofSeconds(2)) >= 0 && claim.compareTo(Duration.ofMinutes(5)) <= 0,
                        "2 s to 5 min")
                .check("rebuild-workers", rebuildWorkers, 1, MOST_WORKERS)
                .check(
                        "rebuild-rate",
                        rebuildRate,
                        rebuildRate == 0 || (rebuildRate >= 100 && rebuildRate <= 10_000_000),
                        "0, for no limit, and 100 to 10000000")
                .throwIfAny("The settings of the read models");
    }

    RebuildLimits rebuildLimits() {
        return new RebuildLimits(rebuildWorkers, RANGE, rebuildRate);
    }

    ProcessingLimits limits() {
        return new ProcessingLimits(segments, claim);
    }
}
