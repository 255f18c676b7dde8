package orderstore.api.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import orderstore.projection.rebuild.Differences;
import orderstore.projection.rebuild.Rebuild;
import orderstore.projection.rebuild.RebuildState;
import org.jspecify.annotations.Nullable;

/**
 * A rebuild, as operators see it.
 *
 * @param id names it in a path
 * @param state what has become of it, in the words of {@link orderstore.projection.rebuild.RebuildState}
 * @param step of a running one: {@code planning}, {@code filling}, {@code indexing},
 *     {@code joining} or {@code following}
 * @param promote {@code automatic}: as soon as it is found equal to what readers see; {@code manual}: on an operator's word
 * @param generation the number of what is made
 * @param previous {@code kept} while the switch can be taken back, {@code dropped} after; null before
 * @param processed changes that were read, of {@code total}
 * @param eventsPerSecond how fast they are read
 * @param etaSeconds until all are read; null when it is not known
 * @param differences what it differs in from what readers see, rows of all tables together: equal, changed, missing,
 *     extra, and samples; null before it was compared
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RebuildView(
        String id,
        String projection,
        String state,
        @Nullable String step,
        String promote,
        int generation,
        @Nullable String previous,
        long processed,
        long total,
        long eventsPerSecond,
        @Nullable Long etaSeconds,
        @Nullable DifferencesView differences,
        @Nullable String failure,
        String startedBy,
        Instant startedAt,
        @Nullable Instant endedAt) {

    /**
     * How two generations differ at the same place in the log.
     *
     * @param position that place
     * @param samples some of the rows that differ: table, key, and of each field that differs both values
     */
    record DifferencesView(
            long equal,
            long changed,
            long missing,
            long extra,
            long position,
            @JsonRawValue String samples) {
        static @Nullable DifferencesView of(@Nullable Differences found) {
            return found == null
                    ? null
                    : new DifferencesView(
                            found.equal(),
                            found.changed(),
                            found.missing(),
                            found.extra(),
                            found.position(),
                            found.samples());
        }
    }

    static RebuildView of(Rebuild rebuild) {
        boolean running = rebuild.state() == RebuildState.RUNNING;
        boolean promoted = rebuild.state() == RebuildState.PROMOTED && rebuild.replaces() != null;
        return new RebuildView(
                String.valueOf(rebuild.id()),
                rebuild.generation().projection(),
                rebuild.state().wireName(),
                running ? rebuild.step().wireName() : null,
                rebuild.automatic() ? "automatic" : "manual",
                rebuild.generation().number(),
                promoted ? (rebuild.previousKept() ? "kept" : "dropped") : null,
                rebuild.processed(),
                rebuild.total(),
                Math.round(rebuild.changesPerSecond()),
                running ? eta(rebuild) : null,
                DifferencesView.of(rebuild.differences()),
                rebuild.failure(),
                rebuild.startedBy(),
                rebuild.startedAt(),
                rebuild.endedAt());
    }

    private static @Nullable Long eta(Rebuild rebuild) {
        return rebuild.changesPerSecond() < 1
                ? null
                : Math.round(Math.ceil((rebuild.total() - rebuild.processed()) / rebuild.changesPerSecond()));
    }
}
