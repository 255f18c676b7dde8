package orderstore.eventlog.verification;

import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the application knows of the state that the head of one stream keeps, which no hash covers: it has to be what the
 * stream's events give.
 *
 * @param events is given the stream's events, which are as they were written, one after the other
 * @param flaw is given the state that the head keeps after them; what is wrong with it, as a sentence; null if nothing is
 */
public record StateCheck(Events events, Function<String, @Nullable String> flaw) {

    /** What takes events. */
    @FunctionalInterface
    public interface Events {

        /**
         * The next one.
         *
         * @param version counts them from 1
         * @param type the wire name with its version
         */
        void add(int version, Instant recordedAt, String type, String payload);
    }
}
