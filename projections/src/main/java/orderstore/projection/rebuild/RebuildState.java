package orderstore.projection.rebuild;

import java.util.Locale;

/** What has become of a rebuild. */
public enum RebuildState {
    /** It is filled from the log, or goes along with it without being up to date yet. */
    RUNNING,
    /** It is up to date, was compared, and waits for an operator's word. */
    CAUGHT_UP,
    /** Readers see it. */
    PROMOTED,
    /** An operator did not want it. */
    DISCARDED,
    /** An operator stopped it, or took the switch back. */
    CANCELLED,
    /** It could not be made. */
    FAILED;

    /** As the API names it: {@code caught-up}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static RebuildState of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
