package orderstore.api.operations;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import orderstore.api.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Who does which operation. A node claims those that are due, puts off when they are due again while it is at them, and
 * ends them; it ends none that another has claimed since.
 *
 * <p>An operation is due for nobody while one before it in its lane is not due: that one is being done, or waits to be
 * tried again. Claims come one after the other, by a lock, since two at once could each see the other's as free.
 */
@Component
class OperationClaims {

    private final JdbcClient database;
    private final TransactionOperations transactions;

    OperationClaims(JdbcClient database, TransactionOperations transactions) {
        this.database = database;
        this.transactions = transactions;
    }

    /**
     * How the queue is.
     *
     * @param oldest for how long the one that was accepted first waits or runs; zero: there is none
     * @param untilDue until one of the kinds that were asked for can be claimed; null: none waits
     */
    record Standing(
            long queued,
            long running,
            Duration oldest,
            @Nullable Duration untilDue) {}

    Standing standing(Set<OperationKind> kinds) {
        return database.sql("""
                        select
                          count(*) filter (where node is null or due <= statement_timestamp()),
                          count(*) filter (where node is not null and due > statement_timestamp()),
                          coalesce(extract(epoch from statement_timestamp() - min(accepted_at)) * 1000, 0)::bigint,
                          (
                            select ceil(extract(epoch from min(o.due) - statement_timestamp()) * 1000)::bigint
                            from operation o
                            where o.ended_at is null
                              and o.kind = any (?)
                              and not exists (
                                select
                                from operation b
                                where b.ended_at is null
                                  and b.lane = o.lane
                                  and b.number < o.number
                              )
                          )
                        from operation
                        where ended_at is null
                        """)
                .param(names(kinds))
                .query((row, n) -> {
                    Long untilDue = row.getObject(4, Long.class);
                    return new Standing(
                            row.getLong(1),
                            row.getLong(2),
                            Duration.ofMillis(Math.max(0, row.getLong(3))),
                            untilDue == null ? null : Duration.ofMillis(untilDue));
                })
                .single();
    }

    /** Takes those of a kind that are due, the first of each lane first, for so long. */
    List<Task> claim(UUID node, OperationKind kind, int limit, Duration lasting, BooleanSupplier wanted) {
        List<Numbered> claimed = transactions.execute(status -> {
            database.sql("select pg_advisory_xact_lock(hashtext('orderstore.operations'))::text")
                    .query(String.class)
                    .optional();
            return update(node, kind, limit, lasting, wanted); // Sees what was committed before it got the lock.
        });
        return claimed.stream()
                .sorted(Comparator.comparingLong(Numbered::number))
                .map(Numbered::task)
                .toList();
    }

    private record Numbered(long number, Task task) {}

    private List<Numbered> update(UUID node, OperationKind kind, int limit, Duration lasting, BooleanSupplier wanted) {
        return database.sql("""
                        update operation o
                        set node = cast(:node as uuid), due = statement_timestamp() + :lasting * interval '1 ms'
                        from (
                          select w.id
                          from operation w
                          where w.ended_at is null
                            and w.kind = :kind
                            and w.due <= statement_timestamp()
                            and not exists (
                              select
                              from operation b
                              where b.ended_at is null
                                and b.lane = w.lane
                                and b.number < w.number
                                and b.due > statement_timestamp()
                            )
                            order by w.number
                            limit :limit
                        ) ready
                        where o.id = ready.id
                          and o.ended_at is null -- again, if its node was just then about to end it
                          and o.due <= statement_timestamp()
                        returning o.number, o.id, o.actor, o.roles, o.trace_id, o.trace_sent, o.order_id, o.change_id,
                          o.expected, o.request, o.accepted_at, o.failures, o.progress
                        """)
                .param("node", node.toString())
                .param("kind", kind.wireName())
                .param("lasting", lasting.toMillis())
                .param("limit", limit)
                .query((row, n) -> new Numbered(row.getLong("number"), task(row, node, wanted)))
                .list();
    }

    private static Task task(ResultSet row, UUID node, BooleanSupplier wanted) throws SQLException {
        String orderId = row.getString("order_id");
        var change = orderId == null
                ? null
                : new QueuedChange(
                        orderId, row.getString("change_id"), row.getString("expected"), row.getBytes("request"));
        var origin =
                new Origin(row.getString("actor"), roles(row), row.getString("trace_id"), row.getBoolean("trace_sent"));
        return new Task(
                row.getObject("id", UUID.class),
                node,
                origin,
                change,
                row.getObject("accepted_at", OffsetDateTime.class).toInstant(),
                row.getInt("failures"),
                row.getString("progress"),
                wanted);
    }

    private static Set<Role> roles(ResultSet row) throws SQLException {
        var roles = EnumSet.noneOf(Role.class);
        Arrays.stream((String[]) row.getArray("roles").getArray())
                .flatMap(name -> Role.ofWireName(name).stream())
                .forEach(roles::add);
        return roles;
    }

    /** Goes on being at what it has claimed. */
    void keep(UUID node, Collection<UUID> operations, Duration lasting) {
        database.sql("""
                        update operation
                        set due = statement_timestamp() + ? * interval '1 ms'
                        where id = any (?::uuid[])
                          and node = ?::uuid
                          and ended_at is null
                        """)
                .param(lasting.toMillis())
                .param(operations.stream().map(UUID::toString).toArray(String[]::new))
                .param(node.toString())
                .update();
    }

    /**
     * How an operation ended.
     *
     * @param progress what is kept of it; null: what is kept already
     * @param problem JSON, why it was not done; null: it was
     */
    record Ended(
            UUID id, @Nullable String progress, @Nullable String problem) {}

    void end(UUID node, List<Ended> ended) {
        database.sql("""
                        update operation o
                        set
                          progress = coalesce(e.progress, o.progress),
                          problem = e.problem,
                          request = null,
                          ended_at = clock_timestamp()
                        from unnest(?::uuid[], ?::text[], ?::text[]) e (id, progress, problem)
                        where o.id = e.id
                          and o.node = ?::uuid
                          and o.ended_at is null
                        """)
                .param(ended.stream().map(one -> one.id().toString()).toArray(String[]::new))
                .param(ended.stream().map(Ended::progress).toArray(String[]::new))
                .param(ended.stream().map(Ended::problem).toArray(String[]::new))
                .param(node.toString())
                .update();
    }

    /**
     * An operation that is to be tried by any node.
     *
     * @param pause after so long
     * @param failed whether it was tried in vain
     */
    record Left(UUID id, Duration pause, boolean failed) {}

    void leave(UUID node, List<Left> left) {
        database.sql("""
                        update operation o
                        set
                          node = null,
                          due = clock_timestamp() + l.pause * interval '1 ms',
                          failures = o.failures + l.failed
                        from unnest(?::uuid[], ?::bigint[], ?::integer[]) l (id, pause, failed)
                        where o.id = l.id
                          and o.node = ?::uuid
                          and o.ended_at is null
                        """)
                .param(left.stream().map(one -> one.id().toString()).toArray(String[]::new))
                .param(left.stream().map(one -> one.pause().toMillis()).toArray(Long[]::new))
                .param(left.stream().map(one -> one.failed() ? 1 : 0).toArray(Integer[]::new))
                .param(node.toString())
                .update();
    }

    private static String[] names(Set<OperationKind> kinds) {
        return kinds.stream().map(OperationKind::wireName).toArray(String[]::new);
    }
}
