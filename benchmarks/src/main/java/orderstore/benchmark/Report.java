package orderstore.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The figures of a benchmark, round by round, and their ratios within each round. */
public final class Report {

    private final String benchmark;
    private final Map<String, List<Double>> figures = new LinkedHashMap<>();
    private final Map<String, List<Double>> ratios = new LinkedHashMap<>();

    Report(String benchmark) {
        this.benchmark = benchmark;
    }

    /** One more round's figure; the name ends in its unit. */
    public void figure(String name, double value) {
        figures.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    }

    /** What one figure is of another, round by round. */
    public void ratio(String name, String figure, String limit) {
        List<Double> measured = rounds(figure);
        List<Double> limits = rounds(limit);
        ratios.put(
                name,
                IntStream.range(0, measured.size())
                        .mapToObj(round -> measured.get(round) / limits.get(round))
                        .toList());
    }

    /** The best of several figures, round by round, as a figure of its own. */
    public void best(String name, String... of) {
        int rounds = rounds(of[0]).size();
        for (int round = 0; round < rounds; round++) {
            double best = 0;
            for (String figure : of) {
                best = Math.max(best, rounds(figure).get(round));
            }
            figure(name, best);
        }
    }

    private List<Double> rounds(String figure) {
        return Objects.requireNonNull(figures.get(figure), figure);
    }

    /** A table for people, and as the last line one JSON object. */
    void print(PrintStream out) {
        out.printf(Locale.ROOT, "%n%-44s %12s %12s %12s%n", benchmark, "median", "min", "max");
        figures.forEach((name, rounds) -> print(out, name, rounds));
        ratios.forEach((name, rounds) -> print(out, "ratio to " + name, rounds));
        out.printf(
                Locale.ROOT,
                "%n{\"benchmark\":\"%s\",\"figures\":{%s},\"ratios\":{%s}}%n",
                benchmark,
                json(figures),
                json(ratios));
    }

    private static void print(PrintStream out, String name, List<Double> rounds) {
        Spread spread = Spread.of(rounds);
        out.printf(Locale.ROOT, "%-44s %12.3f %12.3f %12.3f%n", name, spread.median(), spread.min(), spread.max());
    }

    private static String json(Map<String, List<Double>> named) {
        return named.entrySet().stream()
                .map(one -> "\"" + one.getKey() + "\":" + json(Spread.of(one.getValue())))
                .collect(Collectors.joining(","));
    }

    private static String json(Spread spread) {
        return String.format(
                Locale.ROOT,
                "{\"median\":%.3f,\"min\":%.3f,\"max\":%.3f}",
                spread.median(),
                spread.min(),
                spread.max());
    }
}
