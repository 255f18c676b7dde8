package orderstore.api.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import orderstore.api.attempt.RefusedAttempts;
import orderstore.api.log.AggregateCache;
import orderstore.api.operations.Origin;
import orderstore.api.security.Role;
import orderstore.api.security.RunningServer;
import orderstore.eventlog.AppendLimits;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.LogUnavailableException;
import orderstore.order.ChangeId;
import orderstore.order.Claim;
import orderstore.order.Expectation;
import orderstore.order.Kind;
import orderstore.order.OrderId;
import orderstore.order.RecordChange;
import orderstore.order.model.Status;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A change that others are always faster than is decided again, but neither without end nor for long. */
class DecidingAChangeAgainTest extends RunningServer {

    private static final Claim PLACED =
            new Claim(new ChangeId("c-1"), Kind.COMMAND, new Status("PLACED"), null, null, null, Map.of(), null);
    private static final Origin WRITER = new Origin("writer", Set.of(Role.WRITER), "1".repeat(32), false);

    private final AtomicInteger decisions = new AtomicInteger();

    @Autowired
    private LogReader log;

    @Autowired
    private Corrections corrections;

    @Autowired
    private PurgedOrders purged;

    @Autowired
    private RefusedAttempts attempts;

    @Autowired
    private AggregateCache cache;

    @Test
    void within_the_deadline_it_is_decided_ten_times() {
        assertIsRefused(overtaken(Duration.ofHours(1)));

        assertThat(decisions).hasValue(10);
    }

    @Test
    void after_the_deadline_it_is_not_decided_again() {
        assertIsRefused(overtaken(Duration.ZERO));

        assertThat(decisions).hasValue(1);
    }

    private static void assertIsRefused(OrderCommands commands) {
        assertThatThrownBy(() -> commands.record(
                        new OrderId("o-overtaken"), PLACED, new Expectation.Anything(), Caller.of(WRITER)))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessage("Nothing was appended: order o-overtaken is being changed by too many at once.");
    }

    private OrderCommands overtaken(Duration deadline) {
        var bus = SimpleCommandBus.builder().build();
        bus.subscribe(RecordChange.class.getName(), command -> {
            decisions.incrementAndGet();
            throw new ConcurrencyException("Another node was faster.");
        });
        return new OrderCommands(
                bus,
                log,
                corrections,
                purged,
                attempts,
                cache,
                InstantSource.system(),
                new AppendLimits(1, 1, 1, deadline),
                new SimpleMeterRegistry());
    }
}
