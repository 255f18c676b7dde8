package orderstore.api.operations;

import java.util.UUID;
import orderstore.api.security.Role;
import orderstore.eventlog.LogUnavailableException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Puts operations into the queue, while there is room. */
@Component
class OperationIntake {

    private final JdbcClient database;
    private final OperationSettings settings;

    OperationIntake(JdbcClient database, OperationSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /** A change; when this returns it is durable that it will be done. */
    void add(UUID id, Origin origin, QueuedChange change) {
        insert(id, OperationKind.CHANGE, "order " + change.orderId(), origin, change, change.request().length, 0);
    }

    /** An upload whose parts are in. */
    void add(UUID id, Origin origin, long size, int parts) {
        insert(id, OperationKind.UPLOAD, "uploads of " + origin.actor(), origin, null, size, parts);
    }

    /** Refuses early what {@link #add} would refuse. */
    void checkRoom(long size) {
        boolean room = database.sql("""
                        select count(*) < ? and coalesce(sum(size), 0) + ? <= ?
                        from operation
                        where ended_at is null
                        """)
                .param(settings.maxWaiting())
                .param(size)
                .param(settings.maxWaitingSize().toBytes())
                .query(Boolean.class)
                .single();
        if (!room) {
            throw full();
        }
    }

    private void insert(
            UUID id,
            OperationKind kind,
            String lane,
            Origin origin,
            @Nullable QueuedChange change,
            long size,
            int parts) {
        int inserted = database.sql("""
                        insert into operation
                          (id, kind, lane, actor, roles, trace_id, trace_sent, order_id, change_id, expected, request, size)
                        select
                          cast(:id as uuid), :kind, :lane, :actor, cast(:roles as text[]), :traceId,
                          cast(:traceSent as boolean), cast(:orderId as text), cast(:changeId as text),
                          cast(:expected as text), cast(:request as bytea), cast(:size as bigint)
                        from (
                          select count(*) as operations, coalesce(sum(size), 0) as bytes
                          from operation
                          where ended_at is null
                        ) waiting
                        where waiting.operations < :most
                          and waiting.bytes + :size <= :mostBytes
                          and (select count(*) from operation_part where operation = cast(:id as uuid)) = :parts
                        """)
                .param("id", id.toString())
                .param("kind", kind.wireName())
                .param("lane", lane)
                .param("actor", origin.actor())
                .param("roles", origin.roles().stream().map(Role::wireName).toArray(String[]::new))
                .param("traceId", origin.traceId())
                .param("traceSent", origin.traceSent())
                .param("orderId", change == null ? null : change.orderId())
                .param("changeId", change == null ? null : change.changeId())
                .param("expected", change == null ? null : change.expected())
                .param("request", change == null ? null : change.request())
                .param("size", size)
                .param("most", settings.maxWaiting())
                .param("mostBytes", settings.maxWaitingSize().toBytes())
                .param("parts", parts)
                .update();
        if (inserted == 0) {
            throw full();
        }
    }

    private LogUnavailableException full() {
        return new LogUnavailableException(
                "Nothing was queued: at most " + settings.maxWaiting() + " operations may wait, and "
                        + settings.maxWaitingSize().toMegabytes() + " MB of them.",
                null);
    }
}
