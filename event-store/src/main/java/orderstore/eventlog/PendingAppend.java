package orderstore.eventlog;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.modelling.command.ConcurrencyException;

/**
 * Successive events of one stream, appended all or none, between their caller, who waits, and the
 * writer; whoever moves them out of WAITING owns them.
 */
final class PendingAppend {

    private enum State {
        WAITING,
        TAKEN,
        GIVEN_UP
    }

    private final List<NewEvent> events;
    private final long bytes;
    private final long since = System.nanoTime();
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final CompletableFuture<List<Appended>> outcome = new CompletableFuture<>();

    /** Of at least one event. */
    PendingAppend(List<NewEvent> events) {
        this.events = events;
        long sum = events.getFirst().bytes();
        for (int i = 1; i < events.size(); i++) {
            NewEvent event = events.get(i);
            if (!event.stream().equals(stream())
                    || event.version() != events.get(i - 1).version() + 1) {
                throw new IllegalArgumentException(event.stream() + "@" + event.version() + " does not follow");
            }
            sum += event.bytes();
        }
        this.bytes = sum;
    }

    List<NewEvent> events() {
        return events;
    }

    String stream() {
        return events.getFirst().stream();
    }

    long bytes() {
        return bytes;
    }

    Duration age(long now) {
        return Duration.ofNanos(now - since);
    }

    /** The writer's: false if the caller has given up. */
    boolean take() {
        return state.compareAndSet(State.WAITING, State.TAKEN);
    }

    boolean isGivenUp() {
        return state.get() == State.GIVEN_UP;
    }

    /** The writer's: all are durable, or the first version was not the next if {@code appended} is empty. */
    void complete(List<Appended> appended) {
        if (appended.isEmpty()) {
            outcome.completeExceptionally(new ConcurrencyException(
                    "Version " + events.getFirst().version() + " is not the next of " + stream()));
        } else {
            outcome.complete(appended);
        }
    }

    void fail(RuntimeException reason) {
        outcome.completeExceptionally(reason);
    }

    /** The caller's: waits for the outcome, as long again once the writer has taken it. */
    List<Appended> await(Duration deadline) {
        try {
            return get(deadline);
        } catch (TimeoutException e) {
            if (state.compareAndSet(State.WAITING, State.GIVEN_UP)) {
                throw new LogUnavailableException(
                        "Nothing was appended: the log had no time for it within " + deadline + ".", e);
            }
        }
        try {
            return get(deadline.multipliedBy(2));
        } catch (TimeoutException e) {
            throw new AppendOutcomeUnknownException(e);
        }
    }

    /** At most so long after it began to wait. */
    private List<Appended> get(Duration deadline) throws TimeoutException {
        try {
            return outcome.get(deadline.toNanos() - (System.nanoTime() - since), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw forCaller(Objects.requireNonNull(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AppendOutcomeUnknownException(e);
        }
    }

    /** The same failure with the caller's own stack trace, since many callers share one batch. */
    private static RuntimeException forCaller(Throwable failure) {
        return switch (failure) {
            case ConcurrencyException conflict -> conflict;
            case AppendOutcomeUnknownException unknown -> new AppendOutcomeUnknownException(unknown);
            case LogUnavailableException down -> new LogUnavailableException(String.valueOf(down.getMessage()), down);
            default ->
                new IllegalStateException("Nothing was appended: the database refuses to store the event.", failure);
        };
    }
}
