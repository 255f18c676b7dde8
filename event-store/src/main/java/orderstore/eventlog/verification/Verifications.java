package orderstore.eventlog.verification;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import orderstore.eventlog.LogUnavailableException;
import orderstore.eventlog.Sql;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verifies the whole log, one at a time in the whole database, and lets all nodes know how far that is. */
public final class Verifications {

    private static final Logger LOGGER = LoggerFactory.getLogger(Verifications.class);
    private static final long NOTED_EVERY = TimeUnit.MILLISECONDS.toNanos(500);

    /** The session has it, so that it is free when its node dies. */
    private static final String TRY_LOCK = "select pg_try_advisory_lock(hashtext('orderstore.verification'))";

    private static final String UNLOCK = "select pg_advisory_unlock(hashtext('orderstore.verification'))";

    private static final String GIVE_UP_OTHERS = """
            update verification
            set ended_at = seen_at, failure = 'Its node went away.'
            where ended_at is null
            """;

    private static final String BEGIN = """
            insert into verification (started_by, through, total)
            values (?, ?, ?)
            returning id
            """;

    private static final String NOTE = """
            update verification
            set orders = ?, changes = ?, broken = ?, seen_at = clock_timestamp()
            where id = ?
            """;

    private static final String END = """
            update verification
            set orders = ?, changes = ?, broken = ?, missing = ?, digest = decode(?, 'hex'),
              seen_at = clock_timestamp(), ended_at = clock_timestamp()
            where id = ?
            """;

    private static final String FAIL = """
            update verification
            set failure = ?, ended_at = clock_timestamp()
            where id = ?
            """;

    private static final String LIST = """
            select
              id, started_by, started_at, through, total, orders, changes, broken, missing,
              encode(digest, 'hex') as digest, failure, seen_at, ended_at,
              ended_at is null and seen_at < clock_timestamp() - interval '1 minute' as lost
            from verification
            where id < ?
            order by id desc
            limit ?
            """;

    private final DataSource database;
    private final LogVerification log;

    public Verifications(DataSource database, LogVerification log) {
        this.database = database;
        this.log = log;
    }

    /**
     * Verifies all there is.
     *
     * @param through as in {@link LogVerification#all}
     * @param alive is called again and again; what it throws ends the verification
     * @throws VerificationRunningException if there is one already
     * @throws IllegalArgumentException if the log does not go as far; the message says how far it goes
     * @throws LogUnavailableException if the database refuses or is out of reach
     */
    public Verified run(String by, @Nullable Long through, Runnable alive) throws InterruptedException {
        try (Connection connection = database.getConnection()) {
            if (!Sql.one(connection, TRY_LOCK, row -> row.getBoolean(1))) {
                throw new VerificationRunningException();
            }
            try {
                Sql.run(connection, GIVE_UP_OTHERS);
                return run(connection, by, through, alive);
            } finally {
                Sql.run(connection, UNLOCK);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private Verified run(Connection connection, String by, @Nullable Long through, Runnable alive)
            throws SQLException, InterruptedException {
        var noted = new Noted(connection, by, alive);
        try {
            Verified found = log.all(through, noted);
            Sql.run(
                    connection,
                    END,
                    found.streams(),
                    found.events(),
                    found.brokenStreams(),
                    found.missing(),
                    found.digest(),
                    noted.id);
            tell(noted.id, found);
            return found;
        } catch (RuntimeException | InterruptedException e) {
            noted.failed(e);
            throw e;
        }
    }

    private static void tell(long id, Verified found) {
        for (Broken one : found.broken()) {
            LOGGER.error("Verification {}: order {}, version {}: {}", id, one.stream(), one.version(), one.what());
        }
        if (found.ok()) {
            LOGGER.info("Verification {}: {} changes are as they were written", id, found.events());
        } else {
            LOGGER.error(
                    "Verification {}: {} orders are broken, and {} changes are missing",
                    id,
                    found.brokenStreams(),
                    found.missing());
        }
    }

    /** Writes down how far a verification is. */
    private static final class Noted implements LogVerification.Progress {

        private final Connection connection;
        private final String by;
        private final Runnable alive;
        private long id;
        private long last = System.nanoTime();

        Noted(Connection connection, String by, Runnable alive) {
            this.connection = connection;
            this.by = by;
            this.alive = alive;
        }

        @Override
        public void begun(long through, long events) {
            try {
                id = Sql.one(connection, BEGIN, row -> row.getLong(1), by, through, events);
            } catch (SQLException e) {
                throw Verifications.failed(e);
            }
        }

        @Override
        public void at(long streams, long events, long brokenStreams) {
            alive.run();
            if (System.nanoTime() - last < NOTED_EVERY) {
                return;
            }
            last = System.nanoTime();
            try {
                Sql.run(connection, NOTE, streams, events, brokenStreams, id);
            } catch (SQLException e) {
                throw Verifications.failed(e);
            }
        }

        void failed(Exception why) {
            if (id == 0) {
                return; // It has not begun.
            }
            try {
                Sql.run(connection, FAIL, String.valueOf(why.getMessage()), id);
            } catch (SQLException e) {
                LOGGER.warn("The end of verification {} could not be noted: {}", id, e.getMessage());
            }
        }
    }

    /** Verifications before an id, the latest first. */
    public List<VerificationEntry> before(long id, int limit) {
        try (Connection connection = database.getConnection()) {
            return Sql.list(connection, LIST, Verifications::entry, id, limit);
        } catch (SQLException e) {
            throw new LogUnavailableException("Verifications could not be read.", e);
        }
    }

    private static VerificationEntry entry(ResultSet row) throws SQLException {
        return new VerificationEntry(
                row.getLong("id"),
                row.getString("started_by"),
                Sql.instant(row, "started_at"),
                row.getLong("through"),
                row.getLong("total"),
                row.getLong("orders"),
                row.getLong("changes"),
                row.getLong("broken"),
                row.getObject("missing", Long.class),
                row.getString("digest"),
                row.getString("failure"),
                Sql.instant(row, "seen_at"),
                Sql.instantOrNull(row, "ended_at"),
                row.getBoolean("lost"));
    }

    private static LogUnavailableException failed(SQLException e) {
        return new LogUnavailableException(
                "The log could not be verified: the database refused or is out of reach.", e);
    }
}
