package orderstore.eventlog.retention;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which streams may go.
 *
 * @param age a settled stream goes when its last event was recorded so long ago
 * @param abandonedAfter any other goes after so long; null: never
 * @param settled the values of {@code status} in a stream's state that make it a settled one
 */
public record RetentionRule(Duration age, @Nullable Duration abandonedAfter, List<String> settled) {

    public RetentionRule {
        settled = settled.stream().sorted().toList();
    }
}
