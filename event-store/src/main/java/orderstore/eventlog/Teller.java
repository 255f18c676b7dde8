package orderstore.eventlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the notifications of this node, after the COMMIT of what they tell and beside it. Within the append they
 * would make its transaction hold PostgreSQL's lock on the queue of notifications, the one of the whole server,
 * until the disk has answered; alone they write nothing that waits for the disk.
 *
 * <p>The last position is all there is to tell, so those that come close after each other are one notification; if
 * no other node listens, there is none.
 */
final class Teller implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Teller.class);

    /** Notifications are so far apart at least. */
    private static final Duration REST = Duration.ofMillis(5);

    private final DataSource database;
    private final String node;
    private final AtomicLong last = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::tellUntilClosed, "log-teller");
    private volatile boolean listeners = true; // As long as nobody knows.
    private volatile long told;

    Teller(DataSource database, String node) {
        this.database = database;
        this.node = node;
        thread.setDaemon(true);
        thread.start();
    }

    void tell(long position) {
        last.accumulateAndGet(position, Math::max);
        if (listeners && position > told) {
            LockSupport.unpark(thread);
        }
    }

    boolean hasListeners() {
        return listeners;
    }

    void hasListeners(boolean known) {
        listeners = known;
    }

    void mayHaveListeners() {
        listeners = true;
    }

    static void send(Connection connection, String message) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select pg_notify(?, ?)")) {
            statement.setString(1, NodeLink.CHANNEL);
            statement.setString(2, message);
            statement.execute();
        }
    }

    private void tellUntilClosed() {
        while (closing.getCount() > 0) {
            long position = last.get();
            if (position <= told || !listeners) {
                LockSupport.park(this);
                continue;
            }
            try (Connection connection = database.getConnection()) {
                send(connection, node + " " + position);
            } catch (SQLException | RuntimeException | Error e) {
                Disturbance.tell(LOGGER, "Other nodes were not told of new events and will find them later", e);
            }
            told = position;
            rest();
        }
    }

    private void rest() {
        try {
            if (closing.await(REST.toMillis(), TimeUnit.MILLISECONDS)) {
                LOGGER.debug("Other nodes are told nothing more");
            }
        } catch (InterruptedException e) {
            LOGGER.debug("The teller ends by close() alone, not by an interrupt", e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        LockSupport.unpark(thread);
    }
}
