package orderstore.eventlog;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/** An append between its caller, who waits, and the writer; whoever moves it out of WAITING owns it. */
final class PendingAppend {

    private enum State {
        WAITING,
        TAKEN,
        GIVEN_UP
    }

    private final NewEvent event;
    private final long since = System.nanoTime();
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final CompletableFuture<Appended> outcome = new CompletableFuture<>();

    PendingAppend(NewEvent event) {
        this.event = event;
    }

    NewEvent event() {
        return event;
    }

    Duration age(long now) {
        return Duration.ofNanos(now - since);
    }

    /** The writer's: false if the caller has given up. */
    boolean take() {
        return state.compareAndSet(State.WAITING, State.TAKEN);
    }

    /** The writer's: it is durable, or its version was not the next if {@code appended} is null. */
    void complete(@Nullable Appended appended) {
        if (appended == null) {
            outcome.completeExceptionally(
                    new ConcurrencyException("Version " + event.version() + " is not the next of " + event.stream()));
        } else {
            outcome.complete(appended);
        }
    }

    void fail(RuntimeException reason) {
        outcome.completeExceptionally(reason);
    }

    /** The caller's: waits for the outcome, as long again once the writer has taken it. */
    Appended await(Duration deadline) {
        try {
            return get(deadline);
        } catch (TimeoutException e) {
            if (state.compareAndSet(State.WAITING, State.GIVEN_UP)) {
                throw new LogUnavailableException(
                        "Nothing was appended: the log had no time for it within " + deadline + ".", e);
            }
        }
        try {
            return get(deadline);
        } catch (TimeoutException e) {
            throw new AppendOutcomeUnknownException(e);
        }
    }

    private Appended get(Duration deadline) throws TimeoutException {
        try {
            return outcome.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
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
