package orderstore.benchmark.projection;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import orderstore.benchmark.Server;
import orderstore.benchmark.append.Commands.Answered;
import orderstore.projection.Generation;
import orderstore.projection.processing.ProcessingObserver;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * When readers of the overview first see what was appended, as one of them finds out: it looks for what it has not
 * seen yet whenever the overview has moved.
 */
final class Sightings implements Answered, ProcessingObserver, AutoCloseable {

    private static final String ROWS = "select order_id, version from order_overview where order_id = any (?)";
    private static final long LONGEST = Duration.ofMinutes(1).toNanos();

    private record Appended(String orderId, int version, long answered) {}

    private final HikariDataSource database;
    private final Queue<Appended> appended = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unseen = new AtomicInteger();
    private final Semaphore news = new Semaphore(0);
    private final Thread reader = Thread.ofPlatform().daemon().name("sightings").unstarted(this::look);
    private final Histogram lags = new Histogram(LONGEST, 3); // Guarded by itself.
    private volatile @Nullable Exception failure;
    private volatile boolean closed;

    Sightings(String url) {
        this.database = Server.pool(url, 1);
        reader.start();
    }

    @Override
    public void appended(String orderId, int version) {
        unseen.incrementAndGet();
        appended.add(new Appended(orderId, version, System.nanoTime()));
        news.release();
    }

    @Override
    public void taken(Generation generation, long changes) {
        news.release();
    }

    @Override
    public void failed(Generation generation) {}

    /** From the answer until it was seen, of all since this was last called; waits until all are. */
    Histogram take() throws InterruptedException {
        long end = System.nanoTime() + LONGEST;
        while (unseen.get() > 0) {
            if (failure != null || System.nanoTime() - end > 0) {
                throw new IllegalStateException(unseen + " of the appends are not seen", failure);
            }
            Thread.sleep(10);
        }
        synchronized (lags) {
            Histogram copy = lags.copy();
            lags.reset();
            return copy;
        }
    }

    private void look() {
        List<Appended> waiting = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement rows = connection.prepareStatement(ROWS)) {
            while (!closed) {
                if (news.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                    for (Appended one = appended.poll(); one != null; one = appended.poll()) {
                        waiting.add(one);
                    }
                    waiting = waiting.isEmpty() ? waiting : unseen(waiting, rows);
                }
            }
        } catch (SQLException | InterruptedException e) {
            failure = e;
        }
    }

    private List<Appended> unseen(List<Appended> waiting, PreparedStatement rows) throws SQLException {
        Map<String, Integer> versions = versions(waiting, rows);
        long now = System.nanoTime();
        var left = new ArrayList<Appended>();
        synchronized (lags) {
            for (Appended one : waiting) {
                if (versions.getOrDefault(one.orderId(), 0) < one.version()) {
                    left.add(one);
                } else {
                    lags.recordValue(Math.min(LONGEST, now - one.answered()));
                    unseen.decrementAndGet();
                }
            }
        }
        return left;
    }

    private static Map<String, Integer> versions(List<Appended> waiting, PreparedStatement rows) throws SQLException {
        rows.setObject(1, waiting.stream().map(Appended::orderId).distinct().toArray(String[]::new));
        var versions = new HashMap<String, Integer>();
        try (ResultSet found = rows.executeQuery()) {
            while (found.next()) {
                versions.put(found.getString(1), found.getInt(2));
            }
        }
        return versions;
    }

    @Override
    public void close() {
        closed = true;
        database.close();
    }
}
