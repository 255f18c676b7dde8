package orderstore.eventlog;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What this node has written and its tail has not got yet, so that it need not be read again. Bounded: what does not
 * fit is left out, and is then read from the log. One thread adds and another takes.
 */
final class WrittenEvents {

    private static final int MAX_EVENTS = 4_096;

    private final Queue<List<StoredEvent>> parts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger kept = new AtomicInteger();

    /** Adds successive events of the log, at least one. Waits for nobody. */
    void add(List<StoredEvent> part) {
        if (kept.get() + part.size() <= MAX_EVENTS) {
            kept.addAndGet(part.size());
            parts.add(part);
        }
    }

    /**
     * Takes the next events after a position, and forgets those before it.
     *
     * @return successive events of the log, the first of them the next or an earlier one; none if others wrote the
     *     next, or if it was left out
     */
    List<StoredEvent> takeAfter(long position) {
        List<StoredEvent> first = parts.peek();
        while (first != null && first.getLast().position() <= position) {
            remove();
            first = parts.peek();
        }
        if (first == null || first.getFirst().position() > position + 1) {
            return List.of();
        }
        remove();
        return first;
    }

    private void remove() {
        kept.addAndGet(-parts.remove().size());
    }
}
