package orderstore.eventlog;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the one lock of the log cheap: appends that come while another is being written wait together, and the
 * one writer of this node takes all of them with one statement and one COMMIT.
 *
 * <p>There is nothing to tune and nothing is delayed: a lone append is written at once, and the longer a COMMIT
 * takes, the more appends share the next one. More writers would not help, since they would wait for the same
 * lock; other nodes take their turn with it, in the order in which they asked.
 *
 * <p>Each caller has its own outcome, and has it only after the COMMIT. An append whose version is not the next
 * of its stream is refused by the statement and does not disturb its neighbours. If the database finds fault
 * with one, its data or what they break, the batch is halved until that one stands alone. If the database is out of
 * reach, all of the batch fail alike; if the connection broke with the answer, the log is asked what is there.
 *
 * <p>An append belongs to its caller until the writer takes it: a caller whose deadline passes before that takes
 * it back and knows that nothing was appended. After it, the caller waits once more as long, and then knows
 * nothing.
 */
final class GroupCommit implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(GroupCommit.class);

    /** So often an idle writer looks whether it is to end; and so long it rests after what nobody has foreseen. */
    private static final Duration IDLE = Duration.ofMillis(100);

    private final AppendTransaction log;
    private final AppendLimits limits;
    private final AppendObserver observer;
    private final BlockingQueue<PendingAppend> queue;
    /** Held while appends are offered together, so that the writer does not leave with the first of them. */
    private final Lock together = new ReentrantLock();

    /** Taken from the queue, and waiting for another append of their stream, or for room. */
    private final ArrayDeque<PendingAppend> held = new ArrayDeque<>();
    /** How many these are, for those who offer. */
    private volatile int heldBack;
    /**
     * A virtual thread takes its turn behind the callers that are ready to go on. On busy cores more of them have
     * come with their appends by then, which share the next COMMIT; a thread of the system's would go first.
     */
    private final Thread writer = Thread.ofVirtual().name("log-writer").unstarted(this::writeUntilClosed);

    private volatile boolean closed;

    GroupCommit(AppendTransaction log, AppendLimits limits, AppendObserver observer) {
        this.log = log;
        this.limits = limits;
        this.observer = observer;
        this.queue = new LinkedBlockingQueue<>(limits.queued());
        writer.start();
    }

    /** Appends one event, as a run of one. */
    Appended append(NewEvent event) {
        return appendRun(List.of(event)).getFirst();
    }

    /**
     * Appends successive events of one stream, all or none, and waits until they are durable.
     *
     * @return where each stands, in their order
     * @throws ConcurrencyException if the first version is not the next of the stream
     * @throws LogUnavailableException if the log could not take them; nothing was appended
     * @throws AppendOutcomeUnknownException if nobody can say whether it did
     */
    List<Appended> appendRun(List<NewEvent> events) {
        return offer(events).await(limits.deadline());
    }

    /**
     * Appends runs of successive events, each run of another stream, and waits until all of them have their
     * outcomes. They wait as any appends do, and share a COMMIT if the limits allow it.
     *
     * @return for each run where its events stand; nothing if its first version is not the next of its stream
     * @throws LogUnavailableException if the log could not take one of them; of the others some may be appended
     * @throws AppendOutcomeUnknownException if nobody can say whether it did
     */
    List<List<Appended>> appendEach(List<List<NewEvent>> runs) {
        List<PendingAppend> appends;
        together.lock();
        try {
            appends = runs.stream().map(this::offer).toList();
        } finally {
            together.unlock();
        }
        var outcomes = new ArrayList<List<Appended>>(appends.size());
        for (PendingAppend append : appends) {
            try {
                outcomes.add(append.await(limits.deadline()));
            } catch (ConcurrencyException e) {
                LOGGER.debug("Others were faster", e);
                outcomes.add(List.of());
            }
        }
        return outcomes;
    }

    private PendingAppend offer(List<NewEvent> events) {
        var append = new PendingAppend(events);
        if (closed || queued() >= limits.queued() || !queue.offer(append)) {
            throw new LogUnavailableException(
                    closed
                            ? "Nothing was appended: this node is being stopped."
                            : "Nothing was appended: " + limits.queued() + " appends wait already.",
                    null);
        }
        return append;
    }

    /** How many appends wait to be taken. */
    int queued() {
        return queue.size() + heldBack;
    }

    /** Writes what waits, and takes no more. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.join(IDLE.plus(limits.deadline()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeUntilClosed() {
        while (!closed || !queue.isEmpty() || !held.isEmpty()) {
            try {
                List<PendingAppend> batch = nextBatch();
                if (!batch.isEmpty()) {
                    write(batch);
                }
            } catch (RuntimeException | Error e) {
                Disturbance.tell(LOGGER, "The writer goes on with the appends that wait", e);
                LockSupport.parkNanos(IDLE.toNanos());
            }
        }
    }

    /** All that wait, up to the limits; of a stream the first only, since the next depends on its outcome. */
    private List<PendingAppend> nextBatch() {
        PendingAppend first = first();
        together.lock();
        try {
            return takeWith(first);
        } finally {
            together.unlock();
        }
    }

    private List<PendingAppend> takeWith(@Nullable PendingAppend first) {
        var batch = new ArrayList<PendingAppend>();
        var streams = new HashSet<String>();
        int events = 0;
        long bytes = 0;
        PendingAppend next = first;
        var again = new ArrayDeque<PendingAppend>();
        while (next != null) {
            boolean fits = batch.isEmpty()
                    || (events + next.events().size() <= limits.batchEvents()
                            && bytes + next.bytes() <= limits.batchBytes());
            if (!fits || !streams.add(next.stream())) {
                again.add(next);
                heldBack = again.size() + held.size();
            } else if (next.take()) {
                batch.add(next);
                events += next.events().size();
                bytes += next.bytes();
            }
            next = fits && events < limits.batchEvents() ? another() : null;
        }
        again.addAll(held);
        held.clear();
        held.addAll(again);
        heldBack = held.size();
        return batch;
    }

    /** Not one that was given up: it would take its stream from who waits behind it. */
    private @Nullable PendingAppend another() {
        PendingAppend next;
        do {
            PendingAppend earlier = held.poll();
            next = earlier != null ? earlier : queue.poll();
        } while (next != null && next.isGivenUp());
        return next;
    }

    private @Nullable PendingAppend first() {
        PendingAppend earlier = another();
        if (earlier != null) {
            return earlier;
        }
        heldBack = 0;
        try {
            return queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            LOGGER.debug("The writer ends by close() alone, not by an interrupt", e);
            return null;
        }
    }

    private void write(List<PendingAppend> batch) {
        long begun = System.nanoTime();
        Duration wait = batch.getFirst().age(begun);
        try {
            List<NewEvent> events = events(batch);
            Map<Integer, Appended> appended = log.append(events);
            observer.written(events.size(), bytes(batch), wait, Duration.ofNanos(System.nanoTime() - begun));
            int index = 0;
            for (PendingAppend append : batch) {
                int end = index + append.events().size();
                append.complete(IntStream.range(index, end)
                        .mapToObj(appended::get)
                        .filter(Objects::nonNull)
                        .toList());
                index = end;
            }
            tell(events, appended);
        } catch (RejectedDataException e) {
            if (batch.size() == 1) {
                batch.getFirst().fail(e.alone());
            } else {
                write(batch.subList(0, batch.size() / 2));
                write(batch.subList(batch.size() / 2, batch.size()));
            }
        } catch (RuntimeException | Error e) {
            Disturbance.tell(LOGGER, "A batch of " + batch.size() + " appends failed", e);
            RuntimeException outcome =
                    e instanceof LogUnavailableException down ? down : new AppendOutcomeUnknownException(e);
            batch.forEach(append -> append.fail(outcome)); // Unless it has its outcome.
        }
    }

    /**
     * Tells of what was appended, in its order and successive events together. They all are, unless the answer was lost
     * and they were looked up: the same event may then have been appended by another node, among others of its own.
     */
    private void tell(List<NewEvent> events, Map<Integer, Appended> appended) {
        List<StoredEvent> stored = appended.entrySet().stream()
                .map(entry -> events.get(entry.getKey()).storedAt(entry.getValue()))
                .sorted(Comparator.comparingLong(StoredEvent::position))
                .toList();
        int from = 0;
        for (int to = 1; to <= stored.size(); to++) {
            if (to == stored.size()
                    || stored.get(to).position() != stored.get(to - 1).position() + 1) {
                observer.committed(stored.subList(from, to));
                from = to;
            }
        }
    }

    private static List<NewEvent> events(List<PendingAppend> batch) {
        return batch.stream().flatMap(append -> append.events().stream()).toList();
    }

    private static long bytes(List<PendingAppend> batch) {
        return batch.stream().mapToLong(PendingAppend::bytes).sum();
    }
}
