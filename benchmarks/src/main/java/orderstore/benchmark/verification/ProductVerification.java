package orderstore.benchmark.verification;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import orderstore.benchmark.Step;
import orderstore.eventlog.verification.LogVerification;
import orderstore.eventlog.verification.StateCheck;
import orderstore.eventlog.verification.Verified;
import orderstore.order.wire.RetoldOrder;

/** The product's verification of all there is. */
record ProductVerification(HikariDataSource pool, int workers) implements Step {

    @Override
    public Map<String, Double> measure(Duration time) throws Exception {
        System.gc();
        var watched = new Heap();
        long begun = System.nanoTime();
        Verified found = new LogVerification(pool, ProductVerification::foldedAgain, workers).all(null, watched);
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (!found.ok()) {
            throw new IllegalStateException("What was filled is not as it was written: " + found);
        }
        String name = workers == 1 ? "verify_by_one_worker" : "verify";
        return Map.of(name + "_per_second", found.events() / seconds, name + "_heap_mb", watched.most);
    }

    private static StateCheck foldedAgain() {
        var order = new RetoldOrder();
        return new StateCheck(order::add, order::flaw);
    }

    /** The most that the heap held when it was looked at. */
    private static final class Heap implements LogVerification.Progress {

        private double most;

        @Override
        public void begun(long through, long events) {}

        @Override
        public void at(long streams, long events, long brokenStreams) {
            most = Math.max(
                    most,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0);
        }
    }
}
