package orderstore.api.order;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import orderstore.api.attempt.RefusedAttempts;
import orderstore.api.log.AggregateCache;
import orderstore.api.problem.Problem;
import orderstore.eventlog.Appended;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.NewEvent;
import orderstore.eventlog.PostgresEventStorageEngine;
import orderstore.eventlog.StoredHead;
import orderstore.order.Claim;
import orderstore.order.OrderId;
import orderstore.order.model.StatusModel;
import orderstore.order.wire.Provenance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The way of many changes into the log at once: by the same decider as one by one, each decided on those of its
 * order before it, and all of them with one COMMIT. The outcomes are the same as if one came after the other.
 */
@Component
public class BatchCommands {

    private static final Logger LOGGER = LoggerFactory.getLogger(BatchCommands.class);

    private final PostgresEventStorageEngine log;
    private final LogReader reader;
    private final OrderStates states;
    private final RepeatedChanges repeated;
    private final PurgedOrders purged;
    private final RefusedAttempts attempts;
    private final AggregateCache cache;
    private final StatusModel model;
    private final InstantSource clock;
    private final Counter conflicts;

    BatchCommands(
            PostgresEventStorageEngine log,
            LogReader reader,
            OrderStates states,
            RepeatedChanges repeated,
            PurgedOrders purged,
            RefusedAttempts attempts,
            AggregateCache cache,
            StatusModel model,
            InstantSource clock,
            MeterRegistry metrics) {
        this.log = log;
        this.reader = reader;
        this.states = states;
        this.repeated = repeated;
        this.purged = purged;
        this.attempts = attempts;
        this.cache = cache;
        this.model = model;
        this.clock = clock;
        this.conflicts = OrderCommands.conflicts(metrics);
    }

    /** A change that is wanted. */
    public record Wanted(OrderId orderId, Claim claim) {}

    /**
     * Appends changes; what is answered to be {@link Recording.Recorded} is durable. Of a replayed one it is not
     * looked up whether it was corrected.
     *
     * @return what became of each, in their order
     * @throws orderstore.eventlog.LogUnavailableException if the log could not take one; of the others some may be
     *     appended
     * @throws orderstore.eventlog.AppendOutcomeUnknownException if nobody knows whether it did
     */
    public List<Recording> record(List<Wanted> changes, Caller caller) {
        var outcomes = new Recording[changes.size()];
        var turns = new LinkedHashMap<OrderId, OrderTurn>();
        OrderTurn turn = null;
        for (int i = 0; i < outcomes.length; i++) {
            Wanted change = changes.get(i);
            Optional<Problem> refusal = caller.refusal(change.claim().kind());
            if (refusal.isPresent()) {
                outcomes[i] = new Recording.Refused(refusal.get());
            } else {
                if (turn == null
                        || !turn.id().equals(change.orderId())) { // Often the order is that of the line before.
                    turn = turns.computeIfAbsent(change.orderId(), OrderTurn::new);
                }
                turn.add(i, change.claim());
            }
        }
        List<OrderTurn> open = new ArrayList<>(turns.values());
        while (!open.isEmpty()) {
            recordNext(open, caller.provenance(), outcomes);
            open.removeIf(OrderTurn::isDone);
        }
        List<Recording> recordings = Arrays.asList(outcomes);
        note(changes, recordings, caller);
        return recordings;
    }

    private void note(List<Wanted> changes, List<Recording> recordings, Caller caller) {
        Iterator<Wanted> asked = changes.iterator();
        for (Recording recording : recordings) {
            Wanted change = asked.next();
            if (recording instanceof Recording.Refused refused) {
                attempts.note(change.orderId(), change.claim(), caller.name(), refused.problem());
            }
        }
    }

    /** As many changes of each order as can be decided now, again if another node was faster. */
    private void recordNext(List<OrderTurn> turns, Provenance provenance, Recording[] outcomes) {
        var orders = states.of(turns.stream().map(OrderTurn::id).toList());
        turns.forEach(turn -> turn.decide(Objects.requireNonNull(orders.get(turn.id())), model, clock.instant()));
        append(turns.stream().filter(OrderTurn::accepts).toList(), provenance.write());
        checkRefusals(turns.stream().filter(OrderTurn::onlyRefuses).toList());
        checkPurged(turns.stream()
                .filter(turn -> turn.isFirst() && (turn.isOvertaken() || turn.onlyRefuses()))
                .toList());
        List<OrderTurn> settled =
                turns.stream().filter(turn -> !turn.isOvertaken()).toList();
        var replays = repeated.recordings(settled);
        for (OrderTurn turn : settled) {
            if (turn.repeated().stream().allMatch(one -> replays.containsKey(one.index()))) {
                turn.settle(provenance, replays, outcomes);
            } else {
                overtaken(turn);
            }
        }
    }

    /** Of orders of which the log has nothing, those that were purged. */
    private void checkPurged(List<OrderTurn> turns) {
        if (!turns.isEmpty()) {
            Map<OrderId, Problem> gone =
                    purged.problems(turns.stream().map(OrderTurn::id).toList());
            turns.stream()
                    .filter(turn -> gone.containsKey(turn.id()))
                    .forEach(turn -> turn.purged(Objects.requireNonNull(gone.get(turn.id()))));
        }
    }

    private void append(List<OrderTurn> turns, String metadata) {
        if (turns.isEmpty()) {
            return;
        }
        List<List<NewEvent>> runs =
                turns.stream().map(turn -> turn.newEvents(metadata)).toList();
        List<List<Appended>> appended = log.appendEach(runs);
        for (int i = 0; i < turns.size(); i++) {
            OrderTurn turn = turns.get(i);
            if (appended.get(i).isEmpty()) {
                conflicts.increment();
                overtaken(turn);
            } else {
                cache.put(turn.id(), turn.appended(appended.get(i)));
            }
        }
    }

    /** A refusal may have been decided on a version that was cached here and has been left behind by another node. */
    private void checkRefusals(List<OrderTurn> turns) {
        if (turns.isEmpty()) {
            return;
        }
        Map<String, StoredHead> heads =
                reader.heads(turns.stream().map(turn -> turn.id().value()).toList());
        for (OrderTurn turn : turns) {
            StoredHead head = heads.get(turn.id().value());
            if ((head == null ? 0 : head.version()) != turn.version()) {
                overtaken(turn);
            }
        }
    }

    private void overtaken(OrderTurn turn) {
        LOGGER.debug("Order {} was changed by another node meanwhile", turn.id());
        cache.remove(turn.id().value());
        turn.overtaken();
    }
}
