package orderstore.api.bulk;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import orderstore.api.order.BatchCommands;
import orderstore.api.order.BatchCommands.Wanted;
import orderstore.api.order.Caller;
import orderstore.api.order.Recording;

/** Appends batches of one upload. */
final class BulkBatch {

    private final BatchCommands commands;
    private final Caller caller;
    private final Semaphore turns;
    private final AuditedCorrections audit;

    /**
     * For the lines of one upload.
     *
     * @param turns how many batches may be appended at once, by all uploads together
     */
    BulkBatch(BatchCommands commands, Caller caller, Semaphore turns, AuditedCorrections audit) {
        this.commands = commands;
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
        for (BulkLine line : lines) {
            if (line instanceof BulkLine.Change change) {
                wanted.add(new Wanted(change.orderId(), change.claim()));
            }
        }
        Iterator<Recording> recordings = record(wanted).iterator();
        var results = new ArrayList<BulkResult>(lines.size());
        for (BulkLine line : lines) {
            results.add(
                    switch (line) {
                        case BulkLine.Change change -> result(change, recordings.next());
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

    private static BulkResult result(BulkLine.Change line, Recording recording) {
        String orderId = line.orderId().value();
        String changeId = line.claim().changeId().value();
        return switch (recording) {
            case Recording.Recorded recorded -> {
                String result = recorded.replayed() ? BulkResult.REPLAYED : BulkResult.APPENDED;
                yield new BulkResult(
                        line.number(),
                        result,
                        orderId,
                        changeId,
                        recorded.change().version(),
                        null);
            }
            case Recording.Refused refused -> BulkResult.refused(line.number(), orderId, changeId, refused.problem());
        };
    }
}
