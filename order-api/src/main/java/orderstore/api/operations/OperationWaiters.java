package orderstore.api.operations;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import orderstore.api.waiting.Wait;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Those who wait for an operation to end. What this node does it tells them at once; what others do is asked for by one
 * query for all of them, while there are any.
 */
@Component
class OperationWaiters {

    private static final Logger LOGGER = LoggerFactory.getLogger(OperationWaiters.class);
    private static final int BETWEEN_QUERIES = 500; // ms

    private final OperationRegister register;
    private final Set<Place> waiting = ConcurrentHashMap.newKeySet();

    OperationWaiters(OperationRegister register) {
        this.register = register;
    }

    /** A place among those who wait. Whoever has it looks once more before it waits. */
    private final class Place implements Wait {
        private final UUID operation;
        private final Duration atMost;
        private final CountDownLatch ended = new CountDownLatch(1);

        private Place(UUID operation, Duration atMost) {
            this.operation = operation;
            this.atMost = atMost;
        }

        @Override
        public @Nullable Object await() throws InterruptedException {
            boolean isOpen = !register.open(Set.of(operation)).isEmpty();
            if (isOpen && !ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                LOGGER.debug("Operation {} has not ended in time", operation);
            }
            return null;
        }

        @Override
        public void close() {
            waiting.remove(this);
            ended.countDown();
        }
    }

    /** Waits until an operation may have ended. */
    Wait of(UUID operation, Duration atMost) {
        var place = new Place(operation, atMost);
        waiting.add(place);
        return place;
    }

    int count() {
        return waiting.size();
    }

    void ended(Set<UUID> operations) {
        waiting.stream()
                .filter(place -> operations.contains(place.operation))
                .forEach(place -> place.ended.countDown());
    }

    /** Nobody waits any longer: the node stops. */
    void release() {
        waiting.forEach(place -> place.ended.countDown());
    }

    @Scheduled(fixedDelay = BETWEEN_QUERIES)
    void look() {
        Set<UUID> asked = waiting.stream().map(place -> place.operation).collect(Collectors.toSet());
        if (asked.isEmpty()) {
            return;
        }
        try {
            var ended = new HashSet<>(asked);
            ended.removeAll(register.open(asked));
            ended(ended);
        } catch (DataAccessException | TransactionException e) {
            LOGGER.debug("Whether operations have ended could not be asked", e);
        }
    }
}
