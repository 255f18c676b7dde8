package orderstore.api.bulk;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import orderstore.api.archive.ImportedChange;
import orderstore.api.archive.Imports;
import orderstore.api.order.BatchCommands;
import orderstore.api.order.BatchCommands.Wanted;
import orderstore.api.order.Caller;
import orderstore.api.order.Recording;
import org.jspecify.annotations.Nullable;

/** Appends batches of one upload, until it is closed. */
final class BulkBatch implements AutoCloseable {

    private final BatchCommands commands;
    private final Imports imports;
    private final Caller caller;
    private final BatchTurns turns;
    private final AuditedCorrections audit;
    private final Queue<CompletableFuture<Boolean>> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /**
     * For the lines of one upload.
     *
     * @param turns of the batches of all uploads
     */
    BulkBatch(BatchCommands commands, Imports imports, Caller caller, BatchTurns turns, AuditedCorrections audit) {
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
        Iterator<Recording> recordings =
                wanted.isEmpty() ? Collections.emptyIterator() : record(wanted).iterator();
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
        CompletableFuture<Boolean> turn = turns.queue();
        waiting.add(turn);
        try {
            if (closed) {
                turn.complete(false);
            }
            return turns.append(turn, () -> audit.of(wanted, () -> commands.record(wanted, caller)));
        } finally {
            waiting.removeIf(CompletableFuture::isDone);
        }
    }

    /** The upload has ended. What waits for its turn need not wait for it any longer. */
    @Override
    public void close() {
        closed = true;
        waiting.forEach(turn -> turn.complete(false));
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
