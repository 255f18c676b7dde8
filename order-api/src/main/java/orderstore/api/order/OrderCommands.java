package orderstore.api.order;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import orderstore.api.attempt.RefusedAttempts;
import orderstore.api.log.AggregateCache;
import orderstore.api.problem.Problem;
import orderstore.eventlog.AppendLimits;
import orderstore.eventlog.AppendReceipt;
import orderstore.eventlog.Appended;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.LogUnavailableException;
import orderstore.eventlog.StoredEvent;
import orderstore.eventlog.StoredHead;
import orderstore.order.Change;
import orderstore.order.Claim;
import orderstore.order.Decision;
import orderstore.order.Expectation;
import orderstore.order.OrderId;
import orderstore.order.RecordChange;
import orderstore.order.wire.OrderEventJson;
import orderstore.order.wire.Provenance;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.common.lock.LockAcquisitionFailedException;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The way of a change into the log: through Axon to the decider, again if another node was faster. */
@Component
public class OrderCommands {

    private static final Logger LOGGER = LoggerFactory.getLogger(OrderCommands.class);

    /** How often a change is decided at most, while others change its order; not again after the log's deadline. */
    static final int ATTEMPTS = 10;

    private final CommandBus bus;
    private final LogReader log;
    private final Corrections corrections;
    private final PurgedOrders purged;
    private final RefusedAttempts attempts;
    private final AggregateCache cache;
    private final InstantSource clock;
    private final Duration deadline;
    private final Counter conflicts;

    OrderCommands(
            CommandBus bus,
            LogReader log,
            Corrections corrections,
            PurgedOrders purged,
            RefusedAttempts attempts,
            AggregateCache cache,
            InstantSource clock,
            AppendLimits limits,
            MeterRegistry metrics) {
        this.bus = bus;
        this.log = log;
        this.corrections = corrections;
        this.purged = purged;
        this.attempts = attempts;
        this.cache = cache;
        this.clock = clock;
        this.deadline = limits.deadline();
        this.conflicts = conflicts(metrics);
        bus.registerHandlerInterceptor(OrderCommands::withReceipt);
    }

    static Counter conflicts(MeterRegistry metrics) {
        return Counter.builder("orderstore.log.append.conflicts")
                .description("Appends that were decided again, because another change of the order was faster")
                .register(metrics);
    }

    /** A decision and where the log has put its event. */
    private record Outcome(Decision decision, AppendReceipt receipt) {}

    private static Object withReceipt(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain)
            throws Exception {
        return new Outcome((Decision) chain.proceed(), AppendReceipt.of(unitOfWork));
    }

    /**
     * Appends a change. When it answers {@link Recording.Recorded}, the change is durable.
     *
     * @throws LogUnavailableException if the log cannot take it now; nothing was appended
     * @throws orderstore.eventlog.AppendOutcomeUnknownException if nobody knows whether it did
     */
    public Recording record(OrderId orderId, Claim claim, Expectation expectation, Caller caller) {
        Recording recording = decided(orderId, claim, expectation, caller);
        if (recording instanceof Recording.Refused refused) {
            attempts.note(orderId, claim, caller.name(), refused.problem());
        }
        return recording;
    }

    private Recording decided(OrderId orderId, Claim claim, Expectation expectation, Caller caller) {
        Optional<Problem> refusal = caller.refusal(claim.kind());
        if (refusal.isPresent()) {
            return new Recording.Refused(refusal.get());
        }
        long begin = System.nanoTime();
        int decisions = 0;
        do {
            decisions++;
            try {
                Outcome outcome = dispatch(orderId, claim, expectation, caller);
                Optional<Recording> answer = isStale(orderId, outcome.decision())
                        ? Optional.empty()
                        : answer(orderId, claim, outcome, caller.provenance());
                if (answer.isPresent()) {
                    return answer.get();
                }
            } catch (ConcurrencyException e) {
                conflicts.increment();
                LOGGER.debug("Order {} was changed by another node meanwhile", orderId, e);
                Optional<Problem> gone = purged.problem(orderId.value());
                if (gone.isPresent()) {
                    return new Recording.Refused(gone.get());
                }
            }
        } while (decisions < ATTEMPTS && System.nanoTime() - begin < deadline.toNanos());
        throw new LogUnavailableException(
                "Nothing was appended: order " + orderId + " is being changed by too many at once.", null);
    }

    /** Whether a refusal was decided on a version that was cached here and has been left behind by another node. */
    private boolean isStale(OrderId orderId, Decision decision) {
        if (!(decision instanceof Decision.Refused refused)
                || log.head(orderId.value()).map(StoredHead::version).orElse(0) == refused.version()) {
            return false;
        }
        cache.remove(orderId.value());
        return true;
    }

    private Outcome dispatch(OrderId orderId, Claim claim, Expectation expectation, Caller caller) {
        var command = new RecordChange(orderId, claim, expectation, clock.instant());
        Provenance provenance = caller.provenance();
        MetaData metadata =
                MetaData.with(Provenance.ACTOR, provenance.actor()).and(Provenance.TRACE_ID, provenance.traceId());
        var callback = new FutureCallback<RecordChange, Outcome>();
        bus.dispatch(new GenericCommandMessage<>(command, metadata), callback);
        var result = callback.getResult();
        if (!result.isExceptional()) {
            return result.getPayload();
        }
        throw switch (result.exceptionResult()) {
            case LockAcquisitionFailedException e ->
                new LogUnavailableException(
                        "Nothing was appended: order " + orderId + " is being changed by too many at once.", e);
            case RuntimeException e -> e;
            default -> new IllegalStateException(result.exceptionResult());
        };
    }

    /** Empty if it was decided on an order that has been purged meanwhile, and must be decided again. */
    private Optional<Recording> answer(OrderId orderId, Claim claim, Outcome outcome, Provenance provenance) {
        return switch (outcome.decision()) {
            case Decision.Accepted accepted -> {
                Appended appended = outcome.receipt().appended().getFirst();
                var change = new Change(accepted.version(), accepted.event(), appended.recordedAt());
                yield Optional.of(new Recording.Recorded(
                        StatusChange.of(orderId.value(), change, appended.position(), provenance), false));
            }
            case Decision.Repeated repeated -> repeat(orderId, claim, repeated.version());
            case Decision.Refused refused -> Optional.of(new Recording.Refused(problem(orderId, refused)));
        };
    }

    /** What is refused as the first change of an order may be that of one that was purged. */
    private Problem problem(OrderId orderId, Decision.Refused refused) {
        Optional<Problem> gone = refused.version() == 0 ? purged.problem(orderId.value()) : Optional.empty();
        return gone.orElseGet(() -> RefusalProblem.of(orderId, refused.refusal()));
    }

    /** The same content is a replay of the stored change, other content is refused. */
    private Optional<Recording> repeat(OrderId orderId, Claim claim, int version) {
        List<StoredEvent> found = log.stream(orderId.value(), version, version, false, 1);
        if (found.isEmpty()) {
            cache.remove(orderId.value());
            return Optional.empty();
        }
        StoredEvent stored = found.getFirst();
        List<Claim.Difference> differences =
                OrderEventJson.read(stored.type(), stored.payload()).claim().differences(claim);
        return Optional.of(
                differences.isEmpty()
                        ? new Recording.Recorded(
                                corrections
                                        .shown(List.of(StatusChange.of(stored)))
                                        .getFirst(),
                                true)
                        : new Recording.Refused(RefusalProblem.reused(orderId, differences)));
    }
}
