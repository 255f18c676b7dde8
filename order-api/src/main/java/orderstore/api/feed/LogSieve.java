package orderstore.api.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import orderstore.api.order.StatusChange;
import orderstore.eventlog.StoredEvent;
import org.springframework.stereotype.Component;

/**
 * Looks through the log, part by part, for what is wanted.
 *
 * <p>If that is rare it goes on for long without a pause. The virtual threads that answer requests, and the one that writes
 * the log, would wait for it: nothing takes a core from one of them before it waits. So threads of the system do it, which
 * take turns with others, and are half as many as there are cores; those who look take turns part by part.
 */
@Component
final class LogSieve implements AutoCloseable {

    /** What is found ends where it outgrows this in payload, so that large changes do not fill the memory. */
    private static final int MAX_CHARACTERS = 1 << 20;

    private final ExecutorService threads = Executors.newFixedThreadPool(
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
            Thread.ofPlatform().daemon().name("log-sieve-", 0).factory());

    /**
     * The next changes that are wanted, at most {@code limit}, and fewer if they are large.
     *
     * @param log the events after a position, some of them, none only at the end
     */
    List<StatusChange> find(FeedQuery query, int limit, LongFunction<List<StoredEvent>> log)
            throws InterruptedException {
        var found = new Found(query, limit);
        List<StoredEvent> part = log.apply(query.after());
        while (!part.isEmpty()) {
            List<StoredEvent> read = part;
            if (apart(query, () -> found.add(read))) {
                break;
            }
            part = log.apply(part.getLast().position());
        }
        return found.changes;
    }

    /** Those of a part that are wanted. */
    List<StatusChange> wanted(FeedQuery query, List<StoredEvent> part) throws InterruptedException {
        return apart(
                query, () -> part.stream().map(StatusChange::of).filter(query).toList());
    }

    /** Who wants all soon has enough, and waits for the client between the parts. */
    private <T> T apart(FeedQuery query, Supplier<T> work) throws InterruptedException {
        if (query.statuses().isEmpty()) {
            return work.get();
        }
        try {
            return CompletableFuture.supplyAsync(work, threads).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A part of the log could not be looked through", e);
        }
    }

    private static final class Found {
        private final List<StatusChange> changes = new ArrayList<>();
        private final FeedQuery query;
        private final int limit;
        private int characters;

        Found(FeedQuery query, int limit) {
            this.query = query;
            this.limit = limit;
        }

        /** Whether that is enough. */
        boolean add(List<StoredEvent> part) {
            for (StoredEvent event : part) {
                StatusChange change = StatusChange.of(event);
                if (query.test(change)) {
                    changes.add(change);
                    characters += event.payload().length();
                }
                if (changes.size() == limit || characters > MAX_CHARACTERS) {
                    return true;
                }
            }
            return false;
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
