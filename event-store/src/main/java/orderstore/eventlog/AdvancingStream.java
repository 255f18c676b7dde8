package orderstore.eventlog;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import orderstore.eventlog.LogAdvances.Advance;
import orderstore.eventlog.Waiters.Waiter;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.jspecify.annotations.Nullable;

/** How far the log has grown since it was last asked for. For one thread, as Axon has it. */
final class AdvancingStream implements TrackingEventStream {

    /** So far a message goes at most, so that who is far behind is done with a part of it now and then. */
    private static final int LONGEST = 1_000;

    private final LogTail tail;
    private final long gathering; // ns
    private long position;
    private long given;
    private @Nullable TrackedEventMessage<?> next;
    private @Nullable Waiter pending;
    private @Nullable Runnable onAvailable;

    AdvancingStream(LogTail tail, long position, Duration gathering) {
        this.tail = tail;
        this.position = position;
        this.gathering = gathering.toNanos();
        this.given = System.nanoTime() - this.gathering;
        tail.join();
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        if (next == null && (grown() || awaits(timeout, unit))) {
            LockSupport.parkNanos(tooEarly());
            advance();
        }
        return next != null;
    }

    /** How long the next message has to wait still, unless there is more than it may say. */
    private long tooEarly() {
        return tail.position() - position < LONGEST ? given + gathering - System.nanoTime() : 0;
    }

    private void advance() {
        given = System.nanoTime();
        position = Math.min(tail.position(), position + LONGEST);
        next = new GenericTrackedEventMessage<>(
                new GlobalSequenceTrackingToken(position), new GenericEventMessage<>(new Advance(position)));
    }

    private boolean grown() {
        return tail.position() > position;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Nothing is to be done when the callback has run.
    private boolean awaits(int timeout, TimeUnit unit) throws InterruptedException {
        Waiter waiter = pending;
        if (waiter == null || waiter.seen().isDone()) {
            waiter = tail.next(position, null);
            pending = waiter;
            if (onAvailable != null && !tail.isReleased()) { // Else it would be called again and again.
                waiter.seen().thenRun(onAvailable);
            }
        }
        try {
            waiter.seen().get(timeout, unit);
        } catch (TimeoutException e) {
            return grown();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // Nobody completes it so.
        }
        return grown();
    }

    /** Without waiting: Axon looks whether there is another message of the same token before it goes on with one. */
    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        if (next == null && grown() && tooEarly() <= 0) {
            advance();
        }
        return Optional.ofNullable(next);
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        TrackedEventMessage<?> message = next;
        while (message == null) {
            hasNextAvailable(10, TimeUnit.SECONDS);
            message = next;
        }
        next = null;
        return message;
    }

    @Override
    public boolean setOnAvailableCallback(Runnable callback) {
        onAvailable = callback;
        return true;
    }

    @Override
    public void close() {
        if (pending != null) {
            tail.forget(pending);
        }
        tail.leave();
    }
}
