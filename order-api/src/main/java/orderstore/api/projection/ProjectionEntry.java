package orderstore.api.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import orderstore.projection.processing.ProjectionStanding;
import orderstore.projection.rebuild.Rebuild;
import org.jspecify.annotations.Nullable;

/**
 * A projection as operators see it.
 *
 * @param state {@code running}, {@code paused} or {@code failed}
 * @param position every change up to here is in
 * @param headPosition the last position of the log
 * @param lagSeconds how long the first change that is not in has been in the log; 0 if all are in
 * @param eventsPerSecond positions passed in the last ten seconds, by all nodes together
 * @param failure why the last batch was not taken in; it is tried again
 * @param rebuild the last one, as long as operators can do something about it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProjectionEntry(
        String name,
        String state,
        long position,
        long headPosition,
        long lagEvents,
        double lagSeconds,
        double eventsPerSecond,
        long deadLetters,
        @Nullable String failure,
        @Nullable RebuildView rebuild) {

    static ProjectionEntry of(ProjectionStanding standing, double eventsPerSecond, @Nullable Rebuild rebuild) {
        return new ProjectionEntry(
                standing.name(),
                standing.state().name().toLowerCase(Locale.ROOT),
                standing.position(),
                standing.head(),
                standing.lagEvents(),
                standing.lag().toMillis() / 1e3,
                Math.round(eventsPerSecond * 10) / 10.0,
                standing.deadLetters(),
                standing.failure(),
                rebuild == null ? null : RebuildView.of(rebuild));
    }
}
