package orderstore.projection.rebuild;

/**
 * How a new generation differs from the one that readers see, row by row.
 *
 * @param position at which both were
 * @param changed rows that both have, with other values
 * @param missing rows that the new one does not have
 * @param extra rows that only the new one has
 * @param samples a JSON array of some that differ: table, key, and of each field that differs both values
 */
public record Differences(long position, long equal, long changed, long missing, long extra, String samples) {

    /** Whether readers could not tell one from the other. */
    boolean none() {
        return changed + missing + extra == 0;
    }

    Differences and(Differences other) {
        String both = samples.equals("[]")
                ? other.samples
                : other.samples.equals("[]")
                        ? samples
                        : samples.substring(0, samples.length() - 1) + "," + other.samples.substring(1);
        return new Differences(
                position,
                equal + other.equal,
                changed + other.changed,
                missing + other.missing,
                extra + other.extra,
                both);
    }
}
