package orderstore.api.order;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import orderstore.api.attempt.RefusedAttempts;
import orderstore.api.log.AggregateCache;
import orderstore.eventlog.AppendLimits;
import orderstore.eventlog.LogReader;
import orderstore.order.Change;
import orderstore.order.Claim;
import orderstore.order.Expectation;
import orderstore.order.OrderEvent.StatusChanged;
import orderstore.order.OrderId;
import org.axonframework.commandhandling.SimpleCommandBus;

/** Says of each change that it was recorded, and neither decides nor stores anything. */
final class BaselineCommands extends OrderCommands {

    static final Instant RECORDED = Instant.parse("2026-03-01T09:00:01.532101Z");

    private final AtomicLong position = new AtomicLong(4_000_000); // As long in digits as those of a log in use.

    BaselineCommands(
            LogReader log,
            Corrections corrections,
            PurgedOrders purged,
            RefusedAttempts attempts,
            AggregateCache cache,
            InstantSource clock) {
        super(
                SimpleCommandBus.builder().build(),
                log,
                corrections,
                purged,
                attempts,
                cache,
                clock,
                AppendLimits.DEFAULT,
                new SimpleMeterRegistry());
    }

    @Override
    public Recording record(OrderId orderId, Claim claim, Expectation expectation, Caller caller) {
        return caller.refusal(claim.kind())
                .<Recording>map(Recording.Refused::new)
                .orElseGet(() -> {
                    var change = new Change(1, new StatusChanged(claim, null), RECORDED);
                    return new Recording.Recorded(
                            StatusChange.of(orderId.value(), change, position.incrementAndGet(), caller.provenance()),
                            false);
                });
    }
}
