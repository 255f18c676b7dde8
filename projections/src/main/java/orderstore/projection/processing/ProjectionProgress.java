package orderstore.projection.processing;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import orderstore.projection.Generation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/**
 * How far the read models are that readers see, for those who wait until one is far enough.
 *
 * <p>One thread asks for all who wait: when a batch was committed on this node, and now and then, since other nodes
 * process segments too. While nobody waits it asks nothing.
 */
public final class ProjectionProgress implements ProcessingObserver, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(ProjectionProgress.class);
    private static final Duration POLL = Duration.ofMillis(25);

    private static final String POSITIONS = """
            select p.name, min(s.position)
            from projection p
            join projection_segment s on s.projection = p.name and s.generation = p.live
            group by p.name
            """;

    private final JdbcClient database;
    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::askUntilClosed, "projection-progress");
    private volatile boolean released;
    private volatile boolean closed;

    public ProjectionProgress(DataSource database) {
        this.database = JdbcClient.create(database);
        thread.setDaemon(true);
        thread.start();
    }

    /** One who waits; no record, since two who wait for the same are two. Any thread may close it, which ends the wait. */
    public final class Waiter implements AutoCloseable {
        private final String projection;
        private final long position;
        private final CompletableFuture<Boolean> done = new CompletableFuture<>();

        private Waiter(String projection, long position) {
            this.projection = projection;
            this.position = position;
        }

        /** See {@link ProjectionProgress#await}. */
        public boolean await(Duration atMost) throws InterruptedException {
            if (released) {
                return false;
            }
            try {
                return done.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException tooLate) {
                return false;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            waiters.remove(this);
            done.complete(false);
        }
    }

    /** The position up to which every change is in what readers see; empty if they see nothing yet. */
    public OptionalLong position(String projection) {
        Long position = positions().get(projection);
        return position == null ? OptionalLong.empty() : OptionalLong.of(position);
    }

    /**
     * Waits until readers see every change up to a position.
     *
     * @return whether they do; false if the time is up, or this node is to be stopped
     */
    public boolean await(String projection, long position, Duration atMost) throws InterruptedException {
        if (position(projection).orElse(-1) >= position) {
            return true;
        }
        try (Waiter waiter = waiter(projection, position)) {
            return waiter.await(atMost);
        }
    }

    /** One who is to wait until readers see every change up to a position, and is asked for from now on. */
    public Waiter waiter(String projection, long position) {
        var waiter = new Waiter(projection, position);
        waiters.add(waiter);
        LockSupport.unpark(thread);
        return waiter;
    }

    /** How many wait now. */
    public int waiting() {
        return waiters.size();
    }

    @Override
    public void taken(Generation generation, long changes) {
        if (!waiters.isEmpty()) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void failed(Generation generation) {}

    private void askUntilClosed() {
        while (!closed) {
            if (waiters.isEmpty()) {
                LockSupport.park(this);
                continue;
            }
            try {
                Map<String, Long> positions = positions();
                waiters.removeIf(waiter -> positions.getOrDefault(waiter.projection, -1L) >= waiter.position
                        && waiter.done.complete(true));
            } catch (DataAccessException | TransactionException e) {
                LOGGER.warn("How far read models are could not be asked: {}", e.toString());
            }
            if (!waiters.isEmpty()) {
                LockSupport.parkNanos(this, POLL.toNanos());
            }
        }
    }

    private Map<String, Long> positions() {
        var positions = new HashMap<String, Long>();
        database.sql(POSITIONS).query(row -> {
            positions.put(row.getString(1), row.getLong(2));
        });
        return positions;
    }

    /** Whether nobody waits any longer. */
    public boolean isReleased() {
        return released;
    }

    /** Lets waiting again, after {@link #release()}. */
    public void resume() {
        released = false;
    }

    /** Ends all waiting, and lets nobody wait from now on: this node is to be stopped. */
    public void release() {
        released = true;
        waiters.forEach(waiter -> waiter.done.complete(false));
    }

    @Override
    public void close() {
        release();
        closed = true;
        LockSupport.unpark(thread);
    }
}
