package orderstore.eventlog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last events that were read for all: every one after {@code from} and up to {@code to}. Bounded by number and
 * size; whoever falls behind it reads the log. Not for concurrent use, but for {@link #to()}.
 */
final class RecentEvents {

    static final int MAX_EVENTS = 4_096;
    static final long MAX_CHARACTERS = 4L << 20;

    private final ArrayDeque<StoredEvent> events = new ArrayDeque<>();
    private long characters;
    private long from;
    private volatile long to;

    /** The position of the last event that was read. */
    long to() {
        return to;
    }

    boolean reachBackTo(long position) {
        return position >= from;
    }

    /** Those after a position, of one stream if it is named. */
    List<StoredEvent> after(long position, @Nullable String stream) {
        var later = new ArrayList<StoredEvent>();
        Iterator<StoredEvent> backwards = events.descendingIterator();
        while (backwards.hasNext()) {
            StoredEvent event = backwards.next();
            if (event.position() <= position) {
                break;
            }
            if (stream == null || stream.equals(event.stream())) {
                later.add(event);
            }
        }
        Collections.reverse(later);
        return later;
    }

    /** Takes the next events of the log; the oldest make room for them. */
    void add(List<StoredEvent> next) {
        for (StoredEvent event : next) {
            events.add(event);
            characters += event.characters();
        }
        while (events.size() > MAX_EVENTS || characters > MAX_CHARACTERS) {
            StoredEvent oldest = events.remove();
            characters -= oldest.characters();
            from = oldest.position();
        }
        to = Math.max(to, next.getLast().position());
    }

    /** Forgets what was purged; whoever is before it reads the log. */
    void forget(long through) {
        while (!events.isEmpty() && events.element().position() <= through) {
            characters -= events.remove().characters();
        }
        from = Math.max(from, Math.min(through, to));
    }

    /** Forgets all, and goes on from a position that nothing before will be asked for. */
    void restartAt(long position) {
        events.clear();
        characters = 0;
        to = Math.max(to, position);
        from = to;
    }
}
