package orderstore.order;

import java.util.Locale;

/** Why a change is told: somebody decided it, observed it, or puts right what was told before. */
public enum Kind {
    COMMAND,
    REPORT,
    CORRECTION;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** As it is written on the wire. */
    public String wireName() {
        return wireName;
    }
}
