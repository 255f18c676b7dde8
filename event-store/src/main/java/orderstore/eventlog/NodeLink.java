package orderstore.eventlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the nodes of one database tell each other: how far the log has grown, by PostgreSQL's LISTEN and NOTIFY, and
 * what was purged, which the poll finds.
 *
 * <p>A notification is a hint, not a promise: one may be lost, with its sender or with the connection. So the last
 * position is also asked for, once in a while and after each new connection, by one small query for all who follow
 * the log on this node. The same query tells whether the connection still is one, and whether any other node is
 * there to be told anything.
 */
public final class NodeLink implements AutoCloseable {

    static final String CHANNEL = "orderstore_log";

    /** How the listening session is seen in {@code pg_stat_activity}, by the other nodes too. */
    static final String SESSION = "orderstore tail";

    private static final Logger LOGGER = LoggerFactory.getLogger(NodeLink.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private static final String STANDING = """
            select
              greatest(floor.position, (select position from order_event order by position desc limit 1)),
              exists (
                select
                from pg_stat_activity
                where datname = current_database()
                  and application_name = '%s'
                  and pid <> pg_backend_pid()
              ),
              floor.position,
              (select count(*) from retention_receipt_part)
            from order_log_floor floor
            """.formatted(SESSION);

    private final DataSource own;
    private final String begin;
    private final Duration interval;
    private final LogTail tail;
    private final String node = UUID.randomUUID().toString();
    private final Teller teller;
    private final AtomicLong polls = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread listener = new Thread(this::listenUntilClosed, "log-listener");
    private volatile boolean connected;
    private volatile @Nullable Connection session;

    /**
     * @param own opens a connection that is kept, and gives it back to nobody
     * @param begin SQL with which that connection begins, such as {@code set role}; may be empty
     * @param shared connections for the notifications, each for a moment
     * @param interval so often the last position is asked for, whatever was heard
     * @param tail learns of what other nodes append
     */
    public NodeLink(DataSource own, String begin, DataSource shared, Duration interval, LogTail tail) {
        this.own = own;
        this.begin = begin;
        this.interval = interval;
        this.tail = tail;
        this.teller = new Teller(shared, node);
        listener.setDaemon(true);
        listener.start();
    }

    /** Tells the other nodes that the log has an event at a position. Cheap: the thread that writes it calls it. */
    public void tell(long position) {
        teller.tell(position);
    }

    /** Whether other nodes are heard now. */
    public boolean isConnected() {
        return connected;
    }

    /** How often the last position was asked for. */
    long polls() {
        return polls.get();
    }

    /** Whether another node is there to be told. */
    boolean hasCompany() {
        return teller.hasListeners();
    }

    private void listenUntilClosed() {
        Duration pause = FIRST_PAUSE;
        while (closing.getCount() > 0) {
            try (Connection connection = own.getConnection()) {
                session = connection;
                begin(connection);
                pause = FIRST_PAUSE;
                listen(connection);
            } catch (SQLException | RuntimeException | Error e) {
                if (closing.getCount() > 0) {
                    Disturbance.tell(LOGGER, "Other nodes are not heard, a new connection is tried", e);
                }
            }
            connected = false;
            teller.mayHaveListeners();
            await(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!begin.isBlank()) {
                statement.execute(begin);
            }
            statement.execute("set application_name = '" + SESSION + "'");
            statement.execute("listen " + CHANNEL);
        }
        Teller.send(connection, node + " 0"); // The others learn at once that there is somebody to tell.
    }

    private void listen(Connection connection) throws SQLException {
        PGConnection notified = connection.unwrap(PGConnection.class);
        poll(connection);
        connected = true;
        long due = System.nanoTime() + interval.toNanos();
        while (closing.getCount() > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime());
            PGNotification[] heard = notified.getNotifications((int) Math.max(1, left));
            for (PGNotification notification : heard == null ? new PGNotification[0] : heard) {
                hear(notification.getParameter());
            }
            if (System.nanoTime() - due >= 0) {
                poll(connection);
                due = System.nanoTime() + interval.toNanos();
            }
        }
    }

    /** A node's name and a position. Our own are heard too; what anybody else may have sent is passed over. */
    private void hear(String message) {
        int blank = message.indexOf(' ');
        if (blank < 0 || message.startsWith(node)) {
            return;
        }
        try {
            long position = Long.parseLong(message, blank + 1, message.length(), 10);
            teller.mayHaveListeners();
            tail.heard(position);
        } catch (NumberFormatException e) {
            LOGGER.debug("A notification that none of the nodes has sent", e);
        }
    }

    private void poll(Connection connection) throws SQLException {
        polls.incrementAndGet();
        try (PreparedStatement statement = connection.prepareStatement(STANDING);
                ResultSet row = statement.executeQuery()) {
            if (row.next()) {
                tail.committed(row.getLong(1));
                tail.purged(row.getLong(3));
                tail.purges(row.getLong(4));
                teller.hasListeners(row.getBoolean(2));
            }
        }
    }

    private void await(Duration pause) {
        try {
            if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                LOGGER.debug("Other nodes are no longer listened to");
            }
        } catch (InterruptedException e) {
            LOGGER.debug("The listener ends by close() alone, not by an interrupt", e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        teller.close();
        Connection open = session;
        if (open != null) {
            try {
                open.abort(Runnable::run); // It may be waiting for what comes next.
            } catch (SQLException e) {
                LOGGER.debug("The listening connection could not be closed", e);
            }
        }
    }
}
