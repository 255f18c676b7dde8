package orderstore.api.operations;

import java.io.InputStream;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** What the work on an upload needs of the queue: its bytes, and a place to keep how far it is. */
@Component
public class Uploads {

    /** So many refused lines of an upload are kept, the first of them. */
    public static final int REFUSALS_KEPT = 100;

    private final JdbcClient database;
    private final TransactionOperations transactions;
    private final OperationParts parts;

    Uploads(JdbcClient database, TransactionOperations transactions, OperationParts parts) {
        this.database = database;
        this.transactions = transactions;
        this.parts = parts;
    }

    /**
     * A line that was refused.
     *
     * @param result JSON, as it is told
     */
    public record RefusedLine(long line, @Nullable String orderId, String result) {}

    /** The upload as it was sent, from its beginning. */
    public InputStream content(Task task) {
        return parts.stream(task.id());
    }

    /**
     * Keeps how far the work is, and which lines it refused since it was kept last.
     *
     * @throws ClaimLostException if the work is another node's now
     */
    public void keep(Task task, String progress, List<RefusedLine> refused) {
        transactions.executeWithoutResult(status -> {
            int kept = database.sql("""
                            update operation
                            set progress = ?, failures = 0
                            where id = ?::uuid
                              and node = ?::uuid
                              and ended_at is null
                            """)
                    .param(progress)
                    .param(task.id().toString())
                    .param(task.node().toString())
                    .update();
            if (kept == 0) {
                throw new ClaimLostException(task);
            }
            if (!refused.isEmpty()) {
                insert(task.id(), refused);
            }
        });
    }

    private void insert(UUID operation, List<RefusedLine> refused) {
        database.sql("""
                        insert into operation_refusal (operation, line, order_id, result)
                        select ?::uuid, r.line, r.order_id, r.result
                        from unnest(?::bigint[], ?::text[], ?::text[]) r (line, order_id, result)
                        """)
                .param(operation.toString())
                .param(refused.stream().map(RefusedLine::line).toArray(Long[]::new))
                .param(refused.stream().map(RefusedLine::orderId).toArray(String[]::new))
                .param(refused.stream().map(RefusedLine::result).toArray(String[]::new))
                .update();
    }

    /** The refused lines that were kept, as JSON, in their order. */
    public List<String> refused(UUID operation) {
        return database.sql("""
                        select result
                        from operation_refusal
                        where operation = ?::uuid
                        order by line
                        """)
                .param(operation.toString())
                .query((row, n) -> row.getString(1))
                .list();
    }
}
