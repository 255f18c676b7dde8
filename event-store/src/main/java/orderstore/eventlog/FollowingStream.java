package orderstore.eventlog;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.jspecify.annotations.Nullable;

/** A follower of the log as Axon's stream of messages. For one thread, as Axon has it. */
final class FollowingStream implements TrackingEventStream {

    private static final Duration TURN = Duration.ofSeconds(10);

    private final LogFollower follower;
    private final Function<StoredEvent, TrackedEventMessage<?>> decode;
    private final ArrayDeque<StoredEvent> read = new ArrayDeque<>();
    private @Nullable TrackedEventMessage<?> next;

    FollowingStream(LogFollower follower, Function<StoredEvent, TrackedEventMessage<?>> decode) {
        this.follower = follower;
        this.decode = decode;
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        if (next == null) {
            if (read.isEmpty()) {
                read.addAll(
                        follower.next(Duration.of(timeout, unit.toChronoUnit())).events());
            }
            StoredEvent event = read.poll();
            next = event == null ? null : decode.apply(event);
        }
        return next != null;
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        return hasNextAvailable() ? Optional.ofNullable(next) : Optional.empty();
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        TrackedEventMessage<?> message = next;
        while (message == null) {
            if (!hasNextAvailable((int) TURN.toSeconds(), TimeUnit.SECONDS) && Thread.interrupted()) {
                throw new InterruptedException();
            }
            message = next;
        }
        next = null;
        return message;
    }

    @Override
    public boolean setOnAvailableCallback(Runnable callback) {
        follower.onNext(callback);
        return true;
    }

    @Override
    public void close() {
        follower.close();
    }
}
