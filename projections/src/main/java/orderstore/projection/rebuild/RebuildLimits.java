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
}
