package orderstore.benchmark.purge;

import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import orderstore.benchmark.Caller;
import orderstore.benchmark.Contender;
import orderstore.benchmark.Server;
import orderstore.benchmark.append.OrderStore;
import orderstore.eventlog.LogReader;

/** Those who append orders of this month and read the heads of others, a thousand times a second at most. */
final class Others implements AutoCloseable {

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    private final Contender store;
    private final HikariDataSource readers;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final List<Future<Long>> longest = new ArrayList<>();
    private volatile boolean enough;

    Others(String url) {
        store = OrderStore.on(Server.pool(url, 4));
        readers = Server.pool(url, 2);
    }

    /** How long the longest waited, in milliseconds. */
    record Waits(double appends, double reads) {}

    /** Begins; to be called again after each {@link #end()}. */
    void begin() {
        enough = false;
        longest.clear();
        var log = new LogReader(readers);
        longest.add(threads.submit(() -> longest(store.newCaller())));
        longest.add(threads.submit(() -> longest(() -> log.headWithLast("new-none"))));
    }

    private long longest(Caller caller) throws Exception {
        long most = 0;
        while (!enough) {
            long began = System.nanoTime();
            caller.call();
            most = Math.max(most, System.nanoTime() - began);
            LockSupport.parkNanos(PAUSE);
        }
        return most;
    }

    Waits end() throws ExecutionException, InterruptedException {
        enough = true;
        return new Waits(longest.get(0).get() / 1e6, longest.get(1).get() / 1e6);
    }

    @Override
    public void close() {
        enough = true;
        threads.close();
        readers.close();
        store.close();
    }
}
