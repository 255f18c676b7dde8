package orderstore.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Alternates between contenders, so that what the machine does meanwhile meets all of them.
 *
 * @param count how many rounds are measured
 * @param time how long each contender has in each round
 * @param changes of how many changes it is, where that can be chosen
 */
public record Rounds(int count, Duration time, OptionalInt changes) {

    /** A server that has just started is compiled while it answers, for half a minute on two cores. */
    private static final int WARM_UP = 12;

    /** So many callers of one contender. */
    public record Cell(String name, Contender contender, int callers) {

        Step step() {
            return time -> Load.of(contender, callers, time).figures(name);
        }
    }

    /** Measures all cells in turns: figures {@code <name>_per_second}, {@code _p50_ms} and {@code _p99_ms}. */
    public void run(List<Cell> cells, Report report) throws Exception {
        alternate(cells.stream().map(Cell::step).toList(), report);
    }

    /** Measures all steps in turns, after rounds that only warm up: one, or more if they are short. */
    public void alternate(List<Step> steps, Report report) throws Exception {
        long end = System.nanoTime() + WARM_UP * time.toNanos();
        do {
            round("warm-up", steps, new Report("warm-up"));
        } while (System.nanoTime() - end < 0);
        measure(steps, report);
    }

    /** The same for what is no faster the second time. */
    public void measure(List<Step> steps, Report report) throws Exception {
        for (int round = 1; round <= count; round++) {
            round("round " + round, steps, report);
        }
    }

    private void round(String name, List<Step> steps, Report report) throws Exception {
        for (Step step : steps) {
            var line = new StringBuilder(name);
            step.measure(time).forEach((figure, value) -> {
                line.append(String.format(Locale.ROOT, "  %s %,.3f", figure, value));
                report.figure(figure, value);
            });
            System.out.println(line);
        }
    }
}
