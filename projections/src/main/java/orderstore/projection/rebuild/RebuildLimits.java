package orderstore.projection.rebuild;

/**
 * How rebuilds are done.
 *
 * @param workers how many ranges of orders this node reads at once
 * @param rangeChanges about how many changes a range has: what is done again after a crash
 * @param changesPerSecond how many this node reads at most while others append; 0: no limit
 */
public record RebuildLimits(int workers, int rangeChanges, int changesPerSecond) {

    public static final RebuildLimits DEFAULT = new RebuildLimits(2, 20_000, 20_000);

    /** So long a worker reads a range at most, about, unless it is very small: nobody replaces a partition meanwhile. */
    private static final int SECONDS_OF_A_RANGE = 2;

    private static final int SMALLEST_RANGE = 100;

    /** About how many changes a range has at this rate. */
    int changesOfARange() {
        if (changesPerSecond == 0) {
            return rangeChanges;
        }
        long reached = (long) SECONDS_OF_A_RANGE * changesPerSecond / workers;
        return (int) Math.min(rangeChanges, Math.max(SMALLEST_RANGE, reached));
    }
}
