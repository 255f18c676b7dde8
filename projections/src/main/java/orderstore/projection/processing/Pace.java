package orderstore.projection.processing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How fast projections get on, from where they were seen in the last seconds. */
final class Pace {

    private static final Duration LOOKED_BACK = Duration.ofSeconds(10);

    private final Map<String, Deque<ProjectionStanding>> seen = new HashMap<>();

    synchronized void note(List<ProjectionStanding> standings) {
        for (ProjectionStanding now : standings) {
            Deque<ProjectionStanding> before = seen.computeIfAbsent(now.name(), name -> new ArrayDeque<>());
            before.removeIf(then -> then.generation() != now.generation() // Its positions say nothing about this one.
                    || then.at().isBefore(now.at().minus(LOOKED_BACK)));
            before.add(now);
        }
    }

    /** What was seen last; null if nothing was yet. */
    synchronized @Nullable ProjectionStanding last(String name) {
        Deque<ProjectionStanding> standings = seen.get(name);
        return standings == null ? null : standings.peekLast();
    }

    /** Positions passed in a second, all nodes together; 0 as long as nothing is known. */
    synchronized double eventsPerSecond(ProjectionStanding now) {
        return seen.getOrDefault(now.name(), new ArrayDeque<>()).stream()
                .filter(then -> then.generation() == now.generation())
                .filter(then -> then.at().isBefore(now.at()))
                .filter(then -> !then.at().isBefore(now.at().minus(LOOKED_BACK)))
                .findFirst()
                .map(then -> rate(then, now))
                .orElse(0.0);
    }

    private static double rate(ProjectionStanding then, ProjectionStanding now) {
        double seconds = Duration.between(then.at(), now.at()).toNanos() / 1e9;
        return Math.max(0, now.position() - then.position()) / seconds;
    }
}
