package orderstore.benchmark;

import java.time.Duration;
import java.util.Map;

/** One of the things that are measured in turns. */
@FunctionalInterface
public interface Step {

    /** Measures once, for about so long where that can be chosen, and gives figures by names that end in their units. */
    Map<String, Double> measure(Duration time) throws Exception;
}
