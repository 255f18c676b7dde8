package orderstore.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    static Load of(Contender contender, int callers, Duration time) throws InterruptedException {
        var latencies = new Histogram(LONGEST, DIGITS);
        long begun = System.nanoTime();
        long end = begun + time.toNanos();
        try (var threads = Executors.newThreadPerTaskExecutor(contender.threads())) {
            var running = new ArrayList<Future<Histogram>>();
            for (int i = 0; i < callers; i++) {
                Caller caller = contender.newCaller();
                running.add(threads.submit(() -> call(caller, end)));
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

    private static Histogram call(Caller caller, long end) throws Exception {
        var latencies = new Histogram(LONGEST, 2);
        long before = System.nanoTime();
        while (before < end) {
            caller.call();
            long after = System.nanoTime();
            latencies.recordValue(Math.min(LONGEST, after - before));
            before = after;
        }
        return latencies;
    }
}
