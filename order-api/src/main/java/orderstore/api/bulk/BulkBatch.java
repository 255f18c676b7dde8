package orderstore.api.bulk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import orderstore.api.order.Caller;
import orderstore.api.order.OrderCommands;
import orderstore.api.order.Recording;
import orderstore.api.order.StatusChange;
import orderstore.order.Expectation;
import orderstore.order.OrderId;

/** Appends a batch of lines: the changes of one order one after the other, orders beside each other. */
final class BulkBatch {

    private final OrderCommands commands;
    private final Caller caller;
    private final Semaphore turns;

    /**
     * For the lines of one upload.
     *
     * @param turns how many orders may be changed at once, by all uploads together
     */
    BulkBatch(OrderCommands commands, Caller caller, Semaphore turns) {
        this.commands = commands;
        this.caller = caller;
        this.turns = turns;
    }

    /**
     * What became of each line, in their order. It answers when every line is durable or refused.
     *
     * @throws RuntimeException if the log could not take a line; of the others some may have been taken
     */
    List<BulkResult> append(List<BulkLine> lines) throws InterruptedException {
        var byOrder = new LinkedHashMap<OrderId, List<BulkLine.Change>>();
        var results = new LinkedHashMap<Long, BulkResult>();
        for (BulkLine line : lines) {
            switch (line) {
                case BulkLine.Change change ->
                    byOrder.computeIfAbsent(change.orderId(), order -> new ArrayList<>())
                            .add(change);
                case BulkLine.Refused refused -> results.put(refused.number(), refused.result());
            }
        }
        appendOrders(byOrder).forEach(result -> results.put(result.line(), result));
        return lines.stream().map(line -> results.get(line.number())).toList();
    }

    private List<BulkResult> appendOrders(Map<OrderId, List<BulkLine.Change>> byOrder) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<BulkResult>>> running = byOrder.values().stream()
                    .map(changes -> threads.submit(() -> appendInTurn(changes)))
                    .toList();
            var results = new ArrayList<BulkResult>();
            for (Future<List<BulkResult>> order : running) {
                results.addAll(order.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private List<BulkResult> appendInTurn(List<BulkLine.Change> changes) throws InterruptedException {
        turns.acquire();
        try {
            return changes.stream().map(this::append).toList();
        } finally {
            turns.release();
        }
    }

    private BulkResult append(BulkLine.Change line) {
        String orderId = line.orderId().value();
        String changeId = line.claim().changeId().value();
        return switch (commands.record(line.orderId(), line.claim(), new Expectation.Anything(), caller)) {
            case Recording.Recorded recorded -> {
                StatusChange change = recorded.change();
                String result = recorded.replayed() ? BulkResult.REPLAYED : BulkResult.APPENDED;
                yield new BulkResult(line.number(), result, orderId, changeId, change.version(), null);
            }
            case Recording.Refused refused -> BulkResult.refused(line.number(), orderId, changeId, refused.problem());
        };
    }
}
