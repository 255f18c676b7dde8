package orderstore.eventlog;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What this node has written and its tail has not got yet, so that it need not be read again. Bounded by number and size,
 * as {@link RecentEvents} is: what does not fit is left out, and is then read from the log. One thread adds and another
 * takes.
 */
final class WrittenEvents {

    private final Queue<List<StoredEvent>> parts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicLong characters = new AtomicLong();

    /** Adds successive events of the log, at least one. Waits for nobody. */
    void add(List<StoredEvent> part) {
        long size = characters(part);
        if (events.get() + part.size() <= RecentEvents.MAX_EVENTS
                && characters.get() + size <= RecentEvents.MAX_CHARACTERS) {
            events.addAndGet(part.size());
            characters.addAndGet(size);
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
        List<StoredEvent> part = parts.remove();
        events.addAndGet(-part.size());
        characters.addAndGet(-characters(part));
    }

    private static long characters(List<StoredEvent> part) {
        return part.stream().mapToLong(StoredEvent::characters).sum();
    }
}
