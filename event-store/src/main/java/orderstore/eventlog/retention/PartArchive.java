package orderstore.eventlog.retention;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import orderstore.eventlog.CopiedRow;
import orderstore.eventlog.CopiedRows;
import orderstore.eventlog.Sql;
import orderstore.eventlog.StoredEvent;
import orderstore.eventlog.archive.ArchiveFailedException;
import orderstore.eventlog.archive.ArchiveFolder;
import orderstore.eventlog.archive.ArchiveWriter;
import orderstore.eventlog.archive.Part;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what goes of a partition into a file, before anything of it goes. It reads beside readers and appends and
 * holds up nobody. That it is what goes say the digests: the file gives that of the plan, and the purge takes only what
 * has that.
 */
final class PartArchive {

    private static final Logger LOGGER = LoggerFactory.getLogger(PartArchive.class);

    private static final int POSITION = 0;
    private static final int RECORDED_AT = 1;
    private static final int STREAM = 2;
    private static final int VERSION = 3;
    private static final int TYPE = 4;
    private static final int PAYLOAD = 5;
    private static final int METADATA = 6;
    private static final int HASH = 7;
    private static final int COLUMNS = 8;

    private static final String PLANNED = """
            select encode(digest, 'hex') as digest, digest = retention_part_digest(plan, month) as still
            from retention_plan_part
            where plan = ?
              and month = ?
            """;

    private static final String SETTINGS = """
            set local work_mem = '64MB';
            set local jit = off;
            set local max_parallel_workers_per_gather = 0;
            set local idle_in_transaction_session_timeout = '60s'
            """; // A disk may take its time.

    /** A stream is in memory as a whole, since its lines tell what later ones say of earlier ones. */
    private static final long LONGEST_STREAM = 32L * 1024 * 1024;

    private final Connection connection;
    private final ArchiveFolder folder;

    /** @param connection without a transaction, and without auto-commit */
    PartArchive(Connection connection, ArchiveFolder folder) {
        this.connection = connection;
        this.folder = folder;
    }

    /** The database refused to be read, on the way into a file. */
    private static final class Unread extends RuntimeException {
        private final SQLException cause;

        Unread(SQLException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    /** What a file is of that has what goes of a month. */
    Part part(RetentionPlan plan, long receipt, RetentionPlan.Part of) throws SQLException {
        String digest = Sql.one(connection, PLANNED, row -> row.getString("digest"), plan.id(), of.month());
        return new Part(
                plan.id(), plan.digest(), receipt, plan.cutoff(), of.month(), of.streams(), of.events(), digest);
    }

    /**
     * A file that has exactly what the plan takes of the part.
     *
     * @throws PlanStaleException if that has changed since
     * @throws ArchiveFailedException if there can be none
     */
    ArchiveFolder.Archived run(Part part) throws SQLException, ArchiveFailedException {
        long began = System.nanoTime();
        try {
            if (!Sql.one(connection, PLANNED, row -> row.getBoolean("still"), part.plan(), part.month())) {
                throw new PlanStaleException("What may go of the orders opened in the month of " + part.month()
                        + " has changed since plan " + part.plan() + " was made.");
            }
            ArchiveFolder.Archived archived = folder.archive(part, to -> write(part, to));
            LOGGER.info(
                    "{} has {} changes of {} orders opened in {}: {} bytes, after {} ms",
                    archived.name(),
                    part.events(),
                    part.streams(),
                    part.month(),
                    archived.bytes(),
                    (System.nanoTime() - began) / 1_000_000);
            return archived;
        } catch (Unread e) {
            throw e.cause;
        } finally {
            connection.rollback();
        }
    }

    private void write(Part part, ArchiveWriter to) throws IOException {
        try {
            Sql.run(connection, SETTINGS);
            try (var rows = new CopiedRows(connection, going(part), COLUMNS);
                    var beside = new WritingBeside(to)) {
                write(rows, beside);
                beside.end();
            }
            connection.commit(); // Reading the file back needs no snapshot.
        } catch (SQLException e) {
            throw new Unread(e);
        }
    }

    /** One statement sees the log as it is at one moment. */
    private static String going(Part part) {
        return """
                select e.position, e.recorded_at, e.order_id, e.version, e.event_type, e.payload, e.metadata, e.hash
                from retention_plan p
                join order_head h on order_may_go(h.held, h.recorded_at, h.state, p.cutoff, p.abandoned_before, p.settled)
                join order_event e on e.order_id = h.order_id and e.opened_on = h.opened_on
                where p.id = %1$d
                  and h.opened_on >= '%2$s'
                  and h.opened_on < '%3$s'
                  and e.opened_on >= '%2$s'
                  and e.opened_on < '%3$s'
                order by e.order_id, e.version
                """.formatted(part.plan(), part.month(), part.month().plusMonths(1));
    }

    private static void write(CopiedRows rows, WritingBeside to) throws SQLException, IOException {
        List<StoredEvent> stream = new ArrayList<>();
        byte[] hash = new byte[0];
        long length = 0;
        for (CopiedRow row = rows.next(); row != null; row = rows.next()) {
            StoredEvent event = event(row);
            if (event.version() == 1 && !stream.isEmpty()) {
                to.add(stream, HexFormat.of().formatHex(hash), length);
                stream = new ArrayList<>();
                length = 0;
            }
            stream.add(event);
            hash = row.bytesAt(HASH);
            length += event.payload().length();
            if (length > LONGEST_STREAM) {
                throw new IOException("Order " + event.stream() + " is larger than " + LONGEST_STREAM
                        + " bytes, which no archive takes. Hold it to let the others go.");
            }
        }
        if (!stream.isEmpty()) {
            to.add(stream, HexFormat.of().formatHex(hash), length);
        }
    }

    private static StoredEvent event(CopiedRow row) {
        return new StoredEvent(
                row.longAt(POSITION),
                row.instantAt(RECORDED_AT),
                row.textAt(STREAM),
                row.intAt(VERSION),
                row.textAt(TYPE),
                row.textAt(PAYLOAD),
                row.textAt(METADATA));
    }
}
