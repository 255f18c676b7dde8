package orderstore.api.order;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import orderstore.eventlog.History;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.StoredEvent;
import org.jspecify.annotations.Nullable;

/** Goes through an order's history in one direction, a little at a time. Not for concurrent use. */
final class HistoryPart {

    private static final int CHUNK = 1_000;

    /** A page ends where it outgrows this in payload, so that large changes do not fill the memory. */
    private static final int MAX_CHARACTERS = 1 << 20;

    private final OrderHeads orders;
    private final LogReader log;
    private final History history;
    private final boolean descending;
    private int from;
    private int to;

    /**
     * A history from its beginning or end, or from after a version.
     *
     * @param after the last version that was seen; null: none
     */
    HistoryPart(OrderHeads orders, LogReader log, History history, @Nullable Integer after, boolean descending) {
        this.orders = orders;
        this.log = log;
        this.history = history;
        this.descending = descending;
        this.from = after == null || descending ? 1 : after + 1;
        this.to = after == null || !descending ? history.head().version() : after - 1;
    }

    /**
     * The next changes that are wanted, at most {@code limit}, and fewer if they are large.
     *
     * @throws orderstore.api.problem.ProblemException if the order was purged meanwhile
     */
    List<StatusChange> next(Predicate<StatusChange> wanted, int limit) {
        var found = new ArrayList<StatusChange>();
        int characters = 0;
        while (!isExhausted()) {
            List<StoredEvent> events = read();
            if (events.isEmpty()) {
                throw orders.gone(history.head().stream());
            }
            for (StoredEvent event : events) {
                StatusChange change = StatusChange.of(event);
                if (wanted.test(change)) {
                    found.add(change);
                    characters += event.payload().length();
                }
                pass(event.version());
                if (found.size() == limit || characters > MAX_CHARACTERS) {
                    return found;
                }
            }
        }
        return found;
    }

    private List<StoredEvent> read() {
        if (history.head().version() > LogReader.SHORT) {
            return log.stream(history.head().stream(), from, to, descending, Math.min(CHUNK, to - from + 1));
        }
        List<StoredEvent> part = history.events().stream()
                .filter(event -> event.version() >= from && event.version() <= to)
                .toList();
        return descending ? part.reversed() : part;
    }

    private void pass(int version) {
        if (descending) {
            to = version - 1;
        } else {
            from = version + 1;
        }
    }

    /** Whether the history has been read to its end. */
    boolean isExhausted() {
        return from > to;
    }

    /** The last version that was read. */
    int lastRead() {
        return descending ? to + 1 : from - 1;
    }
}
