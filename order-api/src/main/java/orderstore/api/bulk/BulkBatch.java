package orderstore.api.bulk;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import orderstore.api.archive.ImportedChange;
import orderstore.api.archive.Imports;
import orderstore.api.order.BatchCommands;
import orderstore.api.order.BatchCommands.Wanted;
import orderstore.api.order.Caller;
import orderstore.api.order.Recording;
import org.jspecify.annotations.Nullable;

/** Appends batches of one upload. */
final class BulkBatch {

    private final BatchCommands commands;
    private final Imports imports;
    private final Caller caller;
    private final Semaphore turns;
    private final AuditedCorrections audit;

    /**
     * For the lines of one upload.
     *
     * @param turns how many batches may be appended at once, by all uploads together
     */
    BulkBatch(BatchCommands commands, Imports imports, Caller caller, Semaphore turns, AuditedCorrections audit) {
        this.commands = commands;
        this.imports = imports;
        this.caller = caller;
        this.turns = turns;
        this.audit = audit;
    }

    /**
     * What became of each line, in their order. It answers when every line is durable or refused.
     *
     * @throws RuntimeException if the log could not take a line; of the others some may have been taken
     */
    List<BulkResult> append(List<BulkLine> lines) throws InterruptedException {
        var wanted = new ArrayList<Wanted>(lines.size());
        var archived = new ArrayList<ImportedChange>();
        for (BulkLine line : lines) {
            if (line instanceof BulkLine.Change change) {
                wanted.add(new Wanted(change.orderId(), change.claim()));
            } else if (line instanceof BulkLine.Imported imported) {
                archived.add(imported.change());
            }
        }
        Iterator<Recording> recordings = record(wanted).iterator();
        Iterator<Recording> taken = archived.isEmpty()
                ? Collections.emptyIterator()
                : imports.record(archived, caller.key()).iterator();
        var results = new ArrayList<BulkResult>(lines.size());
        for (BulkLine line : lines) {
            results.add(
                    switch (line) {
                        case BulkLine.Change change ->
                            result(
                                    change.number(),
                                    change.orderId().value(),
                                    change.claim().changeId().value(),
                                    recordings.next());
                        case BulkLine.Imported imported ->
                            result(
                                    imported.number(),
                                    imported.change().event().stream(),
                                    imported.change().changeId(),
                                    taken.next());
                        case BulkLine.Refused refused -> refused.result();
                    });
        }
        return results;
    }

    private List<Recording> record(List<Wanted> wanted) throws InterruptedException {
        turns.acquire();
        try {
            return audit.of(wanted, () -> commands.record(wanted, caller));
        } finally {
            turns.release();
        }
    }

    private static BulkResult result(long line, String orderId, @Nullable String changeId, Recording recording) {
        return switch (recording) {
            case Recording.Recorded recorded -> {
                String result = recorded.replayed() ? BulkResult.REPLAYED : BulkResult.APPENDED;
                yield new BulkResult(
                        line, result, orderId, changeId, recorded.change().version(), null);
            }
            case Recording.Refused refused -> BulkResult.refused(line, orderId, changeId, refused.problem());
        };
    }
}
