package orderstore.projection.processing;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a projection is, for its readers.
 *
 * @param generation the one that readers see
 * @param paused whether an operator stopped it
 * @param position every change up to here is in
 * @param head the log's last position
 * @param lag how long the first change that is not in has been in the log; zero if all are in
 * @param failure why its last batch was not taken in, of one segment; null if all were
 * @param deadLetters how many changes are parked
 * @param at when this was so, by the database's clock
 */
public record ProjectionStanding(
        String name,
        int generation,
        boolean paused,
        long position,
        long head,
        Duration lag,
        @Nullable String failure,
        long deadLetters,
        Instant at) {

    /** What it does. */
    public enum State {
        RUNNING,
        PAUSED,
        /** It is tried again and again; nothing is lost. */
        FAILED
    }

    public State state() {
        if (paused) {
            return State.PAUSED;
        }
        return failure == null ? State.RUNNING : State.FAILED;
    }

    /** How many changes are not in yet. */
    public long lagEvents() {
        return Math.max(0, head - position);
    }
}
