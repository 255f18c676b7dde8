package orderstore.api.bulk;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import orderstore.api.audit.AuditLog;
import orderstore.api.operations.Origin;
import orderstore.api.order.BatchCommands.Wanted;
import orderstore.api.order.Recording;
import orderstore.api.trace.TraceContext;
import orderstore.order.Kind;
import org.springframework.http.HttpMethod;

/** Has the corrections of an upload written down, those of a batch as one action. What each of them did says its line. */
final class AuditedCorrections {

    private static final int TOLD = 20;
    private static final int DONE = 200;
    private static final int UNAVAILABLE = 503;

    private final AuditLog log;
    private final AuditLog.Action upload;

    private AuditedCorrections(AuditLog log, AuditLog.Action upload) {
        this.log = log;
        this.upload = upload;
    }

    static AuditedCorrections of(AuditLog log, String actor, HttpServletRequest request) {
        return new AuditedCorrections(
                log,
                new AuditLog.Action(
                        actor,
                        request.getMethod(),
                        request.getRequestURI(),
                        null,
                        null,
                        TraceContext.of(request).traceId()));
    }

    /** Of an upload that is done later than it was sent. */
    static AuditedCorrections of(AuditLog log, Origin origin) {
        return new AuditedCorrections(
                log,
                new AuditLog.Action(
                        origin.actor(), HttpMethod.POST.name(), BulkController.PATH, null, null, origin.traceId()));
    }

    List<Recording> of(List<Wanted> wanted, Supplier<List<Recording>> append) {
        List<Map<String, String>> corrections = wanted.stream()
                .filter(one -> one.claim().kind() == Kind.CORRECTION)
                .map(one -> Map.of(
                        "orderId",
                        one.orderId().value(),
                        "changeId",
                        one.claim().changeId().value()))
                .toList();
        if (corrections.isEmpty()) {
            return append.get();
        }
        List<Map<String, String>> told = corrections.subList(0, Math.min(TOLD, corrections.size()));
        long entry = log.begin(upload.of(Map.of("corrections", corrections.size(), "first", told)));
        try {
            List<Recording> recordings = append.get();
            log.end(entry, DONE, null);
            return recordings;
        } catch (RuntimeException e) {
            log.end(entry, UNAVAILABLE, "unavailable");
            throw e;
        }
    }
}
