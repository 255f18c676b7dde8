package orderstore.api.attempt;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The table of refused changes. */
@Component
class AttemptRegister {

    /** Of each order the latest. */
    static final int KEPT = 50;

    private final JdbcClient database;
    private final TransactionOperations transactions;

    AttemptRegister(JdbcClient database, TransactionOperations transactions) {
        this.database = database;
        this.transactions = transactions;
    }

    /** Writes attempts of orders that there are, each {@link RefusedAttempt#key()} once, in its order. */
    void add(List<RefusedAttempt> attempts) {
        transactions.executeWithoutResult(status -> {
            insert(attempts);
            removeBeyond(KEPT, column(attempts, RefusedAttempt::orderId, String[]::new));
        });
    }

    /** The head stays until the commit: what is noted of an order that is being purged would be left behind. */
    private void insert(List<RefusedAttempt> attempts) {
        database.sql("""
                        insert into refused_attempt as known
                          (order_id, change_id, problem, requested_status, actor, kind, detail, times, at)
                        select a.*
                        from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                            ?::bigint[], ?::timestamptz[])
                          a (order_id, change_id, problem, requested_status, actor, kind, detail, times, at)
                        join order_head h on h.order_id = a.order_id
                        for key share of h
                        on conflict on constraint attempt_is_noted_once do update set
                          kind = excluded.kind,
                          detail = excluded.detail,
                          times = known.times + excluded.times,
                          at = greatest(known.at, excluded.at)
                        """)
                .param(column(attempts, RefusedAttempt::orderId, String[]::new))
                .param(column(attempts, RefusedAttempt::changeId, String[]::new))
                .param(column(attempts, RefusedAttempt::problem, String[]::new))
                .param(column(attempts, RefusedAttempt::requestedStatus, String[]::new))
                .param(column(attempts, RefusedAttempt::actor, String[]::new))
                .param(column(attempts, RefusedAttempt::kind, String[]::new))
                .param(column(attempts, RefusedAttempt::detail, String[]::new))
                .param(column(attempts, RefusedAttempt::times, Long[]::new))
                .param(column(attempts, attempt -> attempt.at().toString(), String[]::new))
                .update();
    }

    private void removeBeyond(int kept, String[] orders) {
        database.sql("""
                        delete from refused_attempt
                        where ctid = any (array(
                          select place
                          from (
                            select ctid as place, row_number() over (partition by order_id order by at desc) as age
                            from refused_attempt
                            where order_id = any (?)
                          ) known
                          where age > ?
                        ))
                        """).param(orders).param(kept).update();
    }

    /** Those of an order since a time, the latest first. */
    List<RefusedAttempt> of(String orderId, Instant since) {
        return database.sql("""
                        select order_id, change_id, requested_status, kind, actor, problem, detail, at, times
                        from refused_attempt
                        where order_id = ?
                          and at >= ?
                        order by at desc, change_id
                        limit ?
                        """)
                .param(orderId)
                .param(since.atOffset(ZoneOffset.UTC))
                .param(KEPT)
                .query((row, number) -> new RefusedAttempt(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getObject(8, OffsetDateTime.class).toInstant(),
                        row.getLong(9)))
                .list();
    }

    /**
     * Some of those that were made last before a time; how many. They are locked, so that none goes that is made once more
     * just then: a second look at the time would be planned as a search for all that are old, in each portion.
     */
    int removeBefore(Instant time, int most) {
        return database.sql("""
                        delete from refused_attempt
                        where ctid = any (array(
                          select ctid
                          from refused_attempt
                          where at < ?
                          limit ?
                          for update skip locked
                        ))
                        """)
                .param(time.atOffset(ZoneOffset.UTC))
                .param(most)
                .update();
    }

    private static <T> T[] column(
            List<RefusedAttempt> attempts, Function<RefusedAttempt, T> value, IntFunction<T[]> array) {
        return attempts.stream().map(value).toArray(array);
    }
}
