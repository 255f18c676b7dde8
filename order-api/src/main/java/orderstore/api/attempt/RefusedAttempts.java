package orderstore.api.attempt;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import orderstore.api.problem.Problem;
import orderstore.api.schedule.Portions;
import orderstore.order.Claim;
import orderstore.order.OrderId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Notes refused changes of orders that there are. Whoever is refused does not wait for that: they are written together
 * a moment later. What comes faster than it can be written is counted and forgotten.
 */
@Component
public class RefusedAttempts {

    private static final Logger LOGGER = LoggerFactory.getLogger(RefusedAttempts.class);

    private static final Duration KEPT = Duration.ofDays(30);
    private static final int MOST_WAITING = 5_000;
    private static final int MOST_WRITTEN = 1_000;
    private static final int MOST_REMOVED = 10_000;

    private final AttemptRegister register;
    private final Portions portions;
    private final InstantSource clock;
    private final BlockingQueue<RefusedAttempt> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Counter forgotten;

    RefusedAttempts(AttemptRegister register, Portions portions, InstantSource clock, MeterRegistry metrics) {
        this.register = register;
        this.portions = portions;
        this.clock = clock;
        this.forgotten = Counter.builder("orderstore.attempts.forgotten")
                .description("Refused changes that came too fast to be noted, or while the database was away")
                .register(metrics);
    }

    /** Notes that a change was refused. */
    public void note(OrderId order, Claim claim, String actor, Problem problem) {
        if (!waiting.offer(RefusedAttempt.of(order, claim, actor, problem, clock.instant()))) {
            forgotten.increment();
        }
    }

    /** Those of an order that were written, the latest first. */
    public List<RefusedAttempt> of(String orderId) {
        return register.of(orderId, clock.instant().minus(KEPT));
    }

    /** Writes what waits, no more than can be written each second for ever. */
    @PreDestroy
    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    public synchronized void write() {
        var attempts = new ArrayList<RefusedAttempt>();
        waiting.drainTo(attempts, MOST_WRITTEN);
        if (attempts.isEmpty()) {
            return;
        }
        var counted = new LinkedHashMap<RefusedAttempt.Key, RefusedAttempt>();
        attempts.forEach(attempt -> counted.merge(attempt.key(), attempt, RefusedAttempt::again));
        try {
            register.add(counted.values().stream()
                    .sorted(Comparator.comparing(RefusedAttempt::orderId)
                            .thenComparing(RefusedAttempt::changeId)
                            .thenComparing(RefusedAttempt::problem)
                            .thenComparing(RefusedAttempt::requestedStatus)
                            .thenComparing(
                                    RefusedAttempt::actor)) // So that nodes do not wait for each other in a circle.
                    .toList());
        } catch (DataAccessException | TransactionException e) {
            forgotten.increment(attempts.size());
            LOGGER.warn("{} refused changes could not be noted: {}", attempts.size(), e.toString());
        }
    }

    @Scheduled(initialDelay = 1, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void forget() {
        try {
            Instant oldest = clock.instant().minus(KEPT);
            portions.remove(MOST_REMOVED, () -> register.removeBefore(oldest, MOST_REMOVED));
        } catch (DataAccessException e) {
            LOGGER.warn("Old refused changes could not be removed: {}", e.toString());
        }
    }
}
