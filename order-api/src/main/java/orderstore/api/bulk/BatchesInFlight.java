package orderstore.api.bulk;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import orderstore.order.OrderId;

/**
 * The batches of one upload that are being appended: two, so that one is decided while the log takes the other.
 *
 * <p>Two that share an order are never on their way together, since the second is to be decided on what became of the
 * first. Nor are changes and imports: what comes first in a file is to be in the log before what comes after it, and a
 * store that has a change of its own takes no imports.
 */
final class BatchesInFlight implements AutoCloseable {

    private static final int MOST = 2;

    private final Appender appender;
    private final ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Batch> batches = new ArrayDeque<>(MOST);

    BatchesInFlight(Appender appender) {
        this.appender = appender;
    }

    /** Answers what became of each line, in their order, when all of them are durable or refused. */
    @FunctionalInterface
    interface Appender {
        List<BulkResult> append(List<BulkLine> lines) throws InterruptedException;
    }

    /** A batch and what will have become of its lines. */
    record Batch(List<BulkLine> lines, Set<OrderId> orders, boolean imports, Future<List<BulkResult>> results) {}

    boolean isEmpty() {
        return batches.isEmpty();
    }

    /** Begins to append a batch, unless it has to wait for one that is on its way. */
    boolean begin(List<BulkLine> lines) {
        boolean imports = imports(lines);
        if (batches.size() == MOST || batches.stream().anyMatch(before -> imports || before.imports())) {
            return false;
        }
        Set<OrderId> orders = orders(lines);
        if (batches.stream().anyMatch(before -> !Collections.disjoint(before.orders(), orders))) {
            return false;
        }
        batches.add(new Batch(lines, orders, imports, beside.submit(() -> appender.append(lines))));
        return true;
    }

    /** Those are given their positions in the order of their lines. */
    private static boolean imports(List<BulkLine> lines) {
        for (BulkLine line : lines) {
            if (line instanceof BulkLine.Imported) {
                return true;
            }
        }
        return false;
    }

    private static Set<OrderId> orders(List<BulkLine> lines) {
        var orders = new HashSet<OrderId>();
        OrderId last = null;
        for (BulkLine line : lines) {
            if (line instanceof BulkLine.Change change && !change.orderId().equals(last)) {
                last = change.orderId();
                orders.add(last);
            }
        }
        return orders;
    }

    /** The batch that began first; it counts no longer. There must be one. */
    Batch remove() {
        return batches.remove();
    }

    /** Waits for what is on its way, whatever becomes of it. */
    @Override
    public void close() {
        beside.close();
    }
}
