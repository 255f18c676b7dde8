package orderstore.api.admin;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import orderstore.api.security.KeyHash;
import orderstore.api.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The table of keys, as operators see it. */
@Component
class KeyRegister {
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    KeyRegister(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** A key without its secret. */
    record Entry(String name, List<String> roles, Instant createdAt, String createdBy) {}

    /** Empty when the name is in use. */
    Optional<Entry> add(String name, Set<Role> roles, KeyHash hash, String createdBy) {
        return jdbc.sql("""
                        insert into api_key (name, sha256, roles, created_by)
                        values (:name, :sha256, :roles, :createdBy)
                            on conflict on constraint api_key_has_its_own_name do nothing
                        returning name, roles, created_at, created_by
                        """)
                .param("name", name)
                .param("sha256", hash.bytes())
                .param("roles", roles.stream().map(Role::wireName).toArray(String[]::new))
                .param("createdBy", createdBy)
                .query(KeyRegister::entry)
                .optional();
    }

    Optional<Entry> find(String name) {
        return jdbc.sql("""
                        select name, roles, created_at, created_by
                          from api_key
                         where name = :name
                        """).param("name", name).query(KeyRegister::entry).optional();
    }

    /** In the order of names, from behind {@code after} on, or from the start. */
    List<Entry> list(@Nullable String after, int limit) {
        return jdbc.sql("""
                        select name, roles, created_at, created_by
                          from api_key
                         where name > :after
                         order by name
                         limit :limit
                        """)
                .param("after", after == null ? "" : after)
                .param("limit", limit)
                .query(KeyRegister::entry)
                .list();
    }

    /**
     * Revokes a key unless it is the last one of an operator, then false; empty when there is none of that name. The
     * lock makes revocations take turns, or two operators could each revoke the other's key as the last but one.
     */
    Optional<Boolean> revoke(String name) {
        return transactions.execute(transaction -> {
            jdbc.sql("lock table api_key in exclusive mode").update();
            return jdbc.sql("""
                            with asked as (
                              select name, roles
                                from api_key
                               where name = :name
                            ), revoked as (
                              delete from api_key
                               using asked
                               where api_key.name = asked.name
                                 and (not 'operator' = any (asked.roles)
                                      or exists (select
                                                   from api_key other
                                                  where 'operator' = any (other.roles)
                                                    and other.name <> asked.name))
                              returning api_key.name
                            )
                            select exists (select from revoked)
                              from asked
                            """).param("name", name).query(Boolean.class).optional();
        });
    }

    private static Entry entry(ResultSet row, int n) throws SQLException {
        return new Entry(
                row.getString("name"),
                List.of((String[]) row.getArray("roles").getArray()),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"));
    }
}
