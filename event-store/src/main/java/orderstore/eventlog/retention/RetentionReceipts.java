package orderstore.eventlog.retention;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import orderstore.eventlog.LogUnavailableException;
import orderstore.eventlog.Sql;

/** What went, by which plan and when. */
public final class RetentionReceipts {

    private static final String SELECT = """
            select
              r.id, r.plan, encode(p.digest, 'hex') as digest, p.cutoff, r.begun_by, r.begun_at, e.stopped, e.ended_at
            from retention_receipt r
            join retention_plan p on p.id = r.plan
            left join retention_receipt_end e on e.receipt = r.id
            """;

    private static final String PARTS = """
            select
              month, orders, changes, bytes, encode(digest, 'hex') as digest,
              archive, encode(archive_sha256, 'hex') as archive_sha256, purged_at
            from retention_receipt_part
            where receipt = ?
            order by month
            """;

    private final DataSource database;

    public RetentionReceipts(DataSource database) {
        this.database = database;
    }

    /** A receipt by its id. */
    public Optional<RetentionReceipt> find(long id) {
        return read(SELECT + "where r.id = ?", id).stream().findFirst();
    }

    /** The receipt of a plan, if its execution has begun. */
    public Optional<RetentionReceipt> ofPlan(long plan) {
        return read(SELECT + "where r.plan = ?", plan).stream().findFirst();
    }

    /** Receipts before an id, the latest first. */
    public List<RetentionReceipt> before(long id, int limit) {
        return read(SELECT + "where r.id < ? order by r.id desc limit ?", id, limit);
    }

    /** The executions that have not ended, the first first. */
    public List<RetentionReceipt> unfinished() {
        return read(SELECT + "where e.receipt is null order by r.id");
    }

    private List<RetentionReceipt> read(String sql, Object... parameters) {
        try (Connection connection = database.getConnection()) {
            var receipts = new ArrayList<RetentionReceipt>();
            for (RetentionReceipt receipt : Sql.list(connection, sql, RetentionReceipts::withoutParts, parameters)) {
                receipts.add(withParts(connection, receipt));
            }
            return receipts;
        } catch (SQLException e) {
            throw new LogUnavailableException("Receipts could not be read.", e);
        }
    }

    private static RetentionReceipt withoutParts(ResultSet row) throws SQLException {
        return new RetentionReceipt(
                row.getLong("id"),
                row.getLong("plan"),
                row.getString("digest"),
                Sql.instant(row, "cutoff"),
                row.getString("begun_by"),
                Sql.instant(row, "begun_at"),
                row.getString("stopped"),
                Sql.instantOrNull(row, "ended_at"),
                List.of());
    }

    private static RetentionReceipt withParts(Connection connection, RetentionReceipt receipt) throws SQLException {
        List<RetentionReceipt.Part> parts = Sql.list(
                connection,
                PARTS,
                row -> new RetentionReceipt.Part(
                        row.getObject("month", LocalDate.class),
                        row.getLong("orders"),
                        row.getLong("changes"),
                        row.getLong("bytes"),
                        row.getString("digest"),
                        row.getString("archive"),
                        row.getString("archive_sha256"),
                        Sql.instant(row, "purged_at")),
                receipt.id());
        return new RetentionReceipt(
                receipt.id(),
                receipt.plan(),
                receipt.planDigest(),
                receipt.cutoff(),
                receipt.begunBy(),
                receipt.begunAt(),
                receipt.stopped(),
                receipt.endedAt(),
                parts);
    }
}
