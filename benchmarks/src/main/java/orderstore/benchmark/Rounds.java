package orderstore.benchmark;

import java.time.Duration;
import java.util.List;

/**
 * Alternates between contenders, so that what the machine does meanwhile meets all of them.
 *
 * @param count how many rounds are measured, after one that only warms up
 * @param time how long each contender has in each round
 */
public record Rounds(int count, Duration time) {

    /** So many callers of one contender. */
    public record Cell(String name, Contender contender, int callers) {}

    /** Measures all cells in turns: figures {@code <name>_per_second}, {@code _p50_ms} and {@code _p99_ms}. */
    public void run(List<Cell> cells, Report report) throws InterruptedException {
        for (int round = 0; round <= count; round++) {
            for (Cell cell : cells) {
                Load load = Load.of(cell.contender(), cell.callers(), time);
                System.out.printf(
                        "%s %-24s %,10.0f/s  p50 %.3f ms  p99 %.3f ms%n",
                        round == 0 ? "warm-up" : "round " + round,
                        cell.name(),
                        load.perSecond(),
                        load.p50().toNanos() / 1e6,
                        load.p99().toNanos() / 1e6);
                if (round > 0) {
                    report.load(cell.name(), load);
                }
            }
        }
    }
}
