package orderstore.projection;

import java.util.List;

/**
 * A table of a read model.
 *
 * @param base what readers call it; the table of a generation is {@code <base>_<generation>}
 * @param key the columns that tell its rows apart
 * @param counting whether folds add to rows that are there, so that it needs its key before it is filled; the others
 *     get their indexes when they are full, which is faster
 */
public record ProjectionTable(String base, List<String> key, boolean counting) {

    /** A table to which complete histories only add rows. */
    public ProjectionTable(String base, List<String> key) {
        this(base, key, false);
    }
}
