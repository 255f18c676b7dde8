package orderstore.benchmark.projection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import orderstore.benchmark.Caller;
import orderstore.benchmark.append.Commands;
import orderstore.benchmark.append.Commands.Answered;

/** Appends that are due at fixed times, by so many callers that a slow answer does not keep others from theirs. */
final class Pace {

    private static final int CALLERS = 256;

    /** Of so many a second it is watched when they are seen. */
    private static final int SAMPLES = 200;

    private Pace() {}

    /** How many were appended in a second, of those that were due. */
    static double of(Commands commands, double perSecond, Duration time, Answered sampled) throws InterruptedException {
        long interval = (long) (CALLERS * 1e9 / perSecond);
        double share = SAMPLES / perSecond;
        var appended = new LongAdder();
        long begun = System.nanoTime();
        long end = begun + time.toNanos();
        try (var threads = Executors.newThreadPerTaskExecutor(commands.threads())) {
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < CALLERS; i++) {
                long first = begun + i * interval / CALLERS;
                Caller caller = commands.newCaller((order, version) -> {
                    appended.increment();
                    if (ThreadLocalRandom.current().nextDouble() < share) {
                        sampled.appended(order, version);
                    }
                });
                running.add(threads.submit(() -> {
                    for (long due = first; due - end < 0; due += interval) {
                        waitUntil(due);
                        caller.call();
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("An append failed", e.getCause());
        }
        return appended.sum() * 1e9 / (System.nanoTime() - begun);
    }

    private static void waitUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
