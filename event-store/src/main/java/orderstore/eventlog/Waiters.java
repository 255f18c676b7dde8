package orderstore.eventlog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Those who wait for events of the log, found by what they wait for. For one thread at a time. */
final class Waiters {

    /** The key of those who wait for events of any stream; a stream's name is never empty. */
    private static final String ANY = "";

    private final Map<String, Set<Waiter>> byStream = new HashMap<>();

    /**
     * What a follower gets.
     *
     * @param events those that it waits for
     * @param through the position up to which there are no others
     * @param behind whether it must read the log itself, since what it asks for is no longer kept
     * @param purged whether streams have left the log meanwhile, of which it may be one
     */
    record Seen(List<StoredEvent> events, long through, boolean behind, boolean purged) {

        Seen(List<StoredEvent> events, long through, boolean behind) {
            this(events, through, behind, false);
        }
    }

    /**
     * One who waits, or has got what it waited for.
     *
     * @param after the position after which events are wanted
     * @param stream whose events alone are wanted; null: all
     */
    record Waiter(long after, @Nullable String stream, CompletableFuture<Seen> seen) {

        private String key() {
            return stream == null ? ANY : stream;
        }

        /** Those of successive events that it waits for. */
        List<StoredEvent> wanted(List<StoredEvent> events) {
            if (stream == null && events.getFirst().position() > after) {
                return events;
            }
            return events.stream()
                    .filter(event -> event.position() > after)
                    .filter(event -> stream == null || stream.equals(event.stream()))
                    .toList();
        }
    }

    void add(Waiter waiter) {
        byStream.computeIfAbsent(waiter.key(), key -> new LinkedHashSet<>()).add(waiter);
    }

    void remove(Waiter waiter) {
        Set<Waiter> same = byStream.get(waiter.key());
        if (same != null && same.remove(waiter) && same.isEmpty()) {
            byStream.remove(waiter.key());
        }
    }

    /** Those who wait for one of these events wait no longer. */
    List<Waiter> take(List<StoredEvent> events) {
        var taken = new ArrayList<Waiter>();
        take(ANY, taken);
        events.forEach(event -> take(event.stream(), taken));
        return taken;
    }

    private void take(String key, List<Waiter> taken) {
        Set<Waiter> found = byStream.remove(key);
        if (found != null) {
            taken.addAll(found);
        }
    }

    /** Those who wait for events of one stream wait no longer. */
    List<Waiter> takeThoseOfStreams() {
        Set<Waiter> others = byStream.remove(ANY);
        List<Waiter> taken = takeAll();
        if (others != null) {
            byStream.put(ANY, others);
        }
        return taken;
    }

    /** Nobody waits any longer. */
    List<Waiter> takeAll() {
        var all = new ArrayList<Waiter>();
        byStream.values().forEach(all::addAll);
        byStream.clear();
        return all;
    }
}
