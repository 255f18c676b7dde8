package orderstore.api.bulk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import orderstore.api.archive.Imports;
import orderstore.api.audit.AuditLog;
import orderstore.api.bulk.BulkResult.Counts;
import orderstore.api.operations.OperationKind;
import orderstore.api.operations.Outcome;
import orderstore.api.operations.Task;
import orderstore.api.operations.Uploads;
import orderstore.api.operations.Uploads.RefusedLine;
import orderstore.api.operations.Work;
import orderstore.api.order.BatchCommands;
import orderstore.api.order.Caller;
import orderstore.eventlog.AppendLimits;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Appends uploads that were sent earlier, batch by batch. How far it is, is kept after each batch; what was appended of
 * the one after that is found again and counts as replayed.
 */
@Component
class QueuedUploads implements Work {

    private final BatchCommands commands;
    private final Imports imports;
    private final Uploads uploads;
    private final AuditLog audit;
    private final InstantSource clock;
    private final JsonMapper json;

    /** Of uploads that are done later a node does one at a time, so that they leave room for others. */
    private final BatchTurns turns;

    QueuedUploads(
            BatchCommands commands,
            Imports imports,
            Uploads uploads,
            AuditLog audit,
            InstantSource clock,
            JsonMapper json,
            AppendLimits limits) {
        this.commands = commands;
        this.imports = imports;
        this.uploads = uploads;
        this.audit = audit;
        this.clock = clock;
        this.json = json;
        this.turns = new BatchTurns(1, limits.deadline());
    }

    /**
     * What came of an upload.
     *
     * @param refused the first {@link Uploads#REFUSALS_KEPT} lines that were refused
     */
    record Uploaded(Counts summary, List<JsonNode> refused) {}

    @Override
    public OperationKind kind() {
        return OperationKind.UPLOAD;
    }

    @Override
    public Outcome run(Task task) throws InterruptedException {
        Counts counts = counts(task.progress());
        var lines = new BulkLines(new LineReader(uploads.content(task), BulkLine.MAX_BYTES), clock);
        var batch = new BulkBatch(
                commands, imports, Caller.of(task.origin()), turns, AuditedCorrections.of(audit, task.origin()));
        List<BulkLine> read = next(lines);
        while (!read.isEmpty()) {
            if (!task.wanted().getAsBoolean()) {
                return new Outcome.Left();
            }
            long done = counts.lines();
            List<BulkLine> left =
                    read.stream().filter(line -> line.number() > done).toList();
            if (!left.isEmpty()) {
                counts = keep(task, counts, batch.append(left));
            }
            lines.taken(read);
            read = next(lines);
        }
        return new Outcome.Done(json.writeValueAsString(counts));
    }

    private Counts counts(@Nullable String progress) {
        return progress == null ? Counts.NONE : json.readValue(progress, Counts.class);
    }

    private Counts keep(Task task, Counts before, List<BulkResult> results) {
        Counts counts = before;
        var refused = new ArrayList<RefusedLine>();
        for (BulkResult result : results) {
            if (result.result().equals(BulkResult.REFUSED) && counts.refused() < Uploads.REFUSALS_KEPT) {
                refused.add(new RefusedLine(
                        result.line(),
                        result.orderId(),
                        json.writeValueAsString(result.within(task.origin().traceId()))));
            }
            counts = counts.plus(result);
        }
        uploads.keep(task, json.writeValueAsString(counts), refused);
        return counts;
    }

    private static List<BulkLine> next(BulkLines lines) {
        try {
            return lines.next();
        } catch (IOException e) {
            throw new UncheckedIOException("The database is no stream that breaks", e);
        }
    }

    @Override
    public Shown show(UUID id, @Nullable String orderId, String progress) {
        List<JsonNode> refused =
                uploads.refused(id).stream().map(json::readTree).toList();
        return new Shown(new Uploaded(json.readValue(progress, Counts.class), refused), null);
    }
}
