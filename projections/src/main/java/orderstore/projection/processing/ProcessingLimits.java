package orderstore.projection.processing;

import java.time.Duration;

/**
 * How read models are kept up to date.
 *
 * @param segments into how many parts a new generation is divided, each processed by one node at a time; a power of two
 * @param claim a segment whose node has not been heard of for so long is taken over by another
 */
public record ProcessingLimits(int segments, Duration claim) {

    public static final ProcessingLimits DEFAULT = new ProcessingLimits(2, Duration.ofSeconds(10));
}
