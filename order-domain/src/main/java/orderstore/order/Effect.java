package orderstore.order;

import java.util.Locale;

/** What a change did to its order. */
public enum Effect {
    /** It made the order's status. */
    APPLIED,
    /** It happened before what had been applied; the status stayed. */
    SUPERSEDED,
    /** It contradicts a final status that somebody decided; the status stayed. */
    CONFLICTING;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** As it is written on the wire. */
    public String wireName() {
        return wireName;
    }
}
