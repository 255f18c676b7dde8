package orderstore.api.audit;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import orderstore.api.page.Cursor;
import orderstore.api.page.Page;
import orderstore.api.page.QueryParameters;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What operators did, for operators. */
@RestController
class AuditController {

    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_PATH = 500;

    private final AuditLog log;

    AuditController(AuditLog log) {
        this.log = log;
    }

    /**
     * An action.
     *
     * @param at when it began, by the database's clock
     * @param request what was sent, without what may be secret; null: nothing, or no JSON
     * @param status of the answer; null: there is none yet, or its node went away before
     * @param problem the type of the problem that was answered; null: it was none
     */
    record Entry(
            String id,
            Instant at,
            String actor,
            String method,
            String path,
            @Nullable String query,
            @Nullable JsonNode request,
            @Nullable Integer status,
            @Nullable String problem,
            @Nullable Instant endedAt,
            String traceId) {

        static Entry of(AuditLog.Entry entry) {
            AuditLog.Action action = entry.action();
            return new Entry(
                    Long.toString(entry.id()),
                    entry.at(),
                    action.actor(),
                    action.method(),
                    action.path(),
                    action.query(),
                    action.request() == null ? null : JsonMapper.shared().readTree(action.request()),
                    entry.status(),
                    entry.problem() == null ? null : "/problems/" + entry.problem(),
                    entry.endedAt(),
                    action.traceId());
        }
    }

    /** The latest first. */
    @GetMapping(path = "/v1/admin/audit", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Page<Entry>> list(HttpServletRequest request) {
        var query = QueryParameters.of(request);
        int limit = query.limit();
        var filter = new AuditLog.Filter(
                query.text("actor", LONGEST_NAME),
                query.text("path", LONGEST_PATH),
                query.instant("from"),
                query.instant("to"));
        var cursor = Cursor.of(request, query);
        long before = cursor.id(query, Long.MAX_VALUE);
        query.throwIfInvalid();
        List<Entry> found =
                log.before(before, filter, limit + 1).stream().map(Entry::of).toList();
        return Page.of(found, limit, last -> cursor.after(last.id())).answer(request);
    }
}
