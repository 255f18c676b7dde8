package orderstore.api.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import orderstore.eventlog.LogUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** The table of what operators did. Each entry has two rows, since nothing that is written there ever changes. */
@Component
public class AuditLog {

    private static final Logger LOGGER = LoggerFactory.getLogger(AuditLog.class);
    private static final int LONGEST = 500;

    private final JdbcClient jdbc;

    AuditLog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What is about to be done.
     *
     * @param actor the name of the key
     * @param path as it was sent
     * @param query as it was sent
     * @param request what {@link RequestSummary} makes of the body; null: there is none to be told
     */
    public record Action(
            String actor,
            String method,
            String path,
            @Nullable String query,
            @Nullable String request,
            String traceId) {

        /** The same with another summary. */
        public Action of(Map<String, ?> summary) {
            return new Action(actor, method, path, query, RequestSummary.of(summary), traceId);
        }
    }

    /**
     * An action and how it ended.
     *
     * @param status null: it is under way, or its node went away before it was answered
     * @param problem the name of the problem that was answered
     */
    record Entry(
            long id,
            Action action,
            Instant at,
            @Nullable Integer status,
            @Nullable String problem,
            @Nullable Instant endedAt) {}

    /**
     * Which entries are asked for; what is null does not matter.
     *
     * @param path how the path begins
     */
    record Filter(
            @Nullable String actor,
            @Nullable String path,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /**
     * Writes an action down, durably. To be called before anything is done.
     *
     * @return the entry, to be ended with the answer
     * @throws LogUnavailableException if it cannot be written: then nothing may be done
     */
    public long begin(Action action) {
        try {
            return jdbc.sql("""
                            insert into audit_entry (actor, method, path, query, request, trace_id)
                            values (:actor, :method, :path, :query, :request, :traceId)
                            returning id
                            """)
                    .param("actor", action.actor())
                    .param("method", cut(action.method()))
                    .param("path", cut(action.path()))
                    .param("query", action.query() == null ? null : cut(action.query()))
                    .param("request", action.request())
                    .param("traceId", action.traceId())
                    .query(Long.class)
                    .single();
        } catch (DataAccessException | TransactionException e) {
            throw new LogUnavailableException(
                    "Nothing was done, since what operators do is written down before, and that was not possible.", e);
        }
    }

    /** Notes the answer. It is given even if this fails: the action has happened. */
    public void end(long entry, int status, @Nullable String problem) {
        try {
            jdbc.sql("""
                            insert into audit_entry_end (entry, status, problem)
                            values (:entry, :status, :problem)
                            """)
                    .param("entry", entry)
                    .param("status", status)
                    .param("problem", problem)
                    .update();
        } catch (DataAccessException | TransactionException e) {
            LOGGER.warn("That audit entry {} ended with {} could not be noted: {}", entry, status, e.getMessage());
        }
    }

    /** Entries before an id, the latest first. */
    List<Entry> before(long id, Filter filter, int limit) {
        return jdbc.sql("""
                        select
                          e.id, e.actor, e.method, e.path, e.query, e.request, e.trace_id, e.at,
                          d.status, d.problem, d.at as ended_at
                        from audit_entry e
                        left join audit_entry_end d on d.entry = e.id
                        where e.id < :id
                          and (cast(:actor as text) is null or e.actor = :actor)
                          and (cast(:path as text) is null or starts_with(e.path, :path))
                          and (cast(:from as timestamptz) is null or e.at >= :from)
                          and (cast(:to as timestamptz) is null or e.at < :to)
                        order by e.id desc
                        limit :limit
                        """)
                .param("id", id)
                .param("actor", filter.actor())
                .param("path", filter.path())
                .param("from", time(filter.from()))
                .param("to", time(filter.to()))
                .param("limit", limit)
                .query(AuditLog::entry)
                .list();
    }

    private static Entry entry(ResultSet row, int n) throws SQLException {
        var action = new Action(
                row.getString("actor"),
                row.getString("method"),
                row.getString("path"),
                row.getString("query"),
                row.getString("request"),
                row.getString("trace_id"));
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new Entry(
                row.getLong("id"),
                action,
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getObject("status", Integer.class),
                row.getString("problem"),
                ended == null ? null : ended.toInstant());
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
