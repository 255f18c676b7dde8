package orderstore.api.operations;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What became of operations. */
@Component
class OperationRegister {

    private final JdbcClient database;

    OperationRegister(JdbcClient database) {
        this.database = database;
    }

    /** An operation as it is now; {@code progress} and {@code problem} are JSON. */
    record Entry(
            UUID id,
            OperationKind kind,
            String actor,
            String state,
            @Nullable String orderId,
            @Nullable String progress,
            @Nullable String problem) {

        static final String QUEUED = "queued";
        static final String DONE = "done";
        static final String FAILED = "failed";

        boolean hasEnded() {
            return state.equals(DONE) || state.equals(FAILED);
        }
    }

    Optional<Entry> find(UUID id) {
        return database.sql("""
                        select
                          kind, actor, order_id, progress, problem,
                          case
                            when ended_at is null and node is null then 'queued'
                            when ended_at is null then 'running'
                            when problem is null then 'done'
                            else 'failed'
                          end as state
                        from operation
                        where id = ?::uuid
                        """)
                .param(id.toString())
                .query((row, n) -> new Entry(
                        id,
                        OperationKind.ofWireName(row.getString("kind")),
                        row.getString("actor"),
                        row.getString("state"),
                        row.getString("order_id"),
                        row.getString("progress"),
                        row.getString("problem")))
                .optional();
    }

    /** Of some operations those that have not ended. */
    Set<UUID> open(Collection<UUID> operations) {
        return new HashSet<>(database.sql("""
                        select id
                        from operation
                        where id = any (?::uuid[])
                          and ended_at is null
                        """)
                .param(operations.stream().map(UUID::toString).toArray(String[]::new))
                .query((row, n) -> row.getObject(1, UUID.class))
                .list());
    }

    /** Forgets some of those that ended longer ago; how many. */
    int removeAfter(Duration kept, int most) {
        return database.sql("""
                        delete from operation
                        where ctid = any (array(
                          select ctid
                          from operation
                          where ended_at < statement_timestamp() - ? * interval '1 ms'
                          limit ?
                        ))
                        """).param(kept.toMillis()).param(most).update();
    }
}
