package orderstore.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongPredicate;
import org.HdrHistogram.Histogram;

/** What callers got, who each wait for an answer before they ask again. */
public record Load(double perSecond, Duration p50, Duration p99) {

    private static final long LONGEST = Duration.ofMinutes(1).toNanos();
    private static final int DIGITS = 3;

    /**
     * Lets callers call for so long, each on a thread of the contender's kind.
     *
     * @throws IllegalStateException if a call fails, because then nothing was measured
     */
    public static Load of(Contender contender, int callers, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        return of(contender, callers, called -> System.nanoTime() - end < 0);
    }

    /** The same with so many calls of each caller. */
    public static Load of(Contender contender, int callers, int calls) throws InterruptedException {
        return of(contender, callers, called -> called < calls);
    }

    private static Load of(Contender contender, int callers, LongPredicate goesOn) throws InterruptedException {
        var latencies = new Histogram(LONGEST, DIGITS);
        long begun = System.nanoTime();
        try (var threads = Executors.newThreadPerTaskExecutor(contender.threads())) {
            var running = new ArrayList<Future<Histogram>>();
            for (int i = 0; i < callers; i++) {
                Caller caller = contender.newCaller();
                running.add(threads.submit(() -> call(caller, goesOn)));
            }
            for (Future<Histogram> one : running) {
                latencies.add(one.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("A call failed", e.getCause());
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Load(
                latencies.getTotalCount() / seconds,
                Duration.ofNanos(latencies.getValueAtPercentile(50)),
                Duration.ofNanos(latencies.getValueAtPercentile(99)));
    }

    /** Named {@code <name>_per_second}, {@code _p50_ms} and {@code _p99_ms}. */
    public Map<String, Double> figures(String name) {
        var figures = new LinkedHashMap<String, Double>();
        figures.put(name + "_per_second", perSecond);
        figures.put(name + "_p50_ms", p50.toNanos() / 1e6);
        figures.put(name + "_p99_ms", p99.toNanos() / 1e6);
        return figures;
    }

    private static Histogram call(Caller caller, LongPredicate goesOn) throws Exception {
        var latencies = new Histogram(LONGEST, 2);
        long before = System.nanoTime();
        for (long called = 0; goesOn.test(called); called++) {
            caller.call();
            long after = System.nanoTime();
            latencies.recordValue(Math.min(LONGEST, after - before));
            before = after;
        }
        return latencies;
    }
}
