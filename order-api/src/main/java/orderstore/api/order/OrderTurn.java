package orderstore.api.order;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import orderstore.api.problem.Problem;
import orderstore.eventlog.Appended;
import orderstore.eventlog.LogUnavailableException;
import orderstore.eventlog.NewEvent;
import orderstore.order.Change;
import orderstore.order.Claim;
import orderstore.order.Decision;
import orderstore.order.Draft;
import orderstore.order.Expectation;
import orderstore.order.Order;
import orderstore.order.OrderEvent;
import orderstore.order.OrderId;
import orderstore.order.RecordChange;
import orderstore.order.model.StatusModel;
import orderstore.order.wire.OrderEventJson;
import orderstore.order.wire.OrderSummaryJson;
import orderstore.order.wire.Provenance;
import org.jspecify.annotations.Nullable;

/** The changes of one order in a batch, and what has been decided about the first of them. */
final class OrderTurn {

    private static final Expectation ANYTHING = new Expectation.Anything();

    private final OrderId id;
    private final List<Decided> decided = new ArrayList<>();
    private List<Waiting> waiting = new ArrayList<>();
    private List<Appended> appended = List.of();
    private Draft draft = new Draft(Order.NONE);
    private int overtakings;
    private boolean overtaken;
    private @Nullable Problem gone;

    OrderTurn(OrderId id) {
        this.id = id;
    }

    /** A change and its place in the batch. */
    private record Waiting(int index, Claim claim) {}

    /** What was decided about a change; it holds when the log has taken what was accepted with it. */
    record Decided(int index, Claim claim, Decision decision) {}

    void add(int index, Claim claim) {
        waiting.add(new Waiting(index, claim));
    }

    OrderId id() {
        return id;
    }

    boolean isDone() {
        return waiting.isEmpty();
    }

    boolean isOvertaken() {
        return overtaken;
    }

    /** Decides as many changes as can be without knowing when the log will record them; at least one. */
    void decide(Order stored, StatusModel model, Instant now) {
        overtaken = false;
        decided.clear();
        appended = List.of();
        draft = new Draft(stored);
        for (Waiting change : waiting) {
            if (draft.mustWait(change.claim(), now)) {
                break;
            }
            Decision decision = draft.decide(new RecordChange(id, change.claim(), ANYTHING, now), model);
            decided.add(new Decided(change.index(), change.claim(), decision));
        }
    }

    /** The version that it was decided on. */
    int version() {
        return draft.stored().version();
    }

    boolean accepts() {
        return !draft.events().isEmpty();
    }

    /** Whether there is a refusal that no append has confirmed. */
    boolean onlyRefuses() {
        return !accepts() && decided.stream().anyMatch(one -> one.decision() instanceof Decision.Refused);
    }

    List<Decided> repeated() {
        return decided.stream()
                .filter(one -> one.decision() instanceof Decision.Repeated)
                .toList();
    }

    List<NewEvent> newEvents(String metadata) {
        var events = new ArrayList<NewEvent>(draft.events().size());
        String last = OrderSummaryJson.write(Objects.requireNonNull(draft.summary()));
        for (OrderEvent event : draft.events()) {
            events.add(new NewEvent(
                    id.value(),
                    version() + events.size() + 1,
                    OrderEventJson.typeToday(event.getClass()),
                    OrderEventJson.write(event),
                    metadata,
                    events.size() + 1 == draft.events().size() ? last : ""));
        }
        return events;
    }

    /** The log has taken what was accepted: the order as it is now. */
    Order appended(List<Appended> durable) {
        appended = durable;
        return draft.recorded(durable.getFirst().recordedAt());
    }

    /** Others have changed the order meanwhile: all is to be decided again. */
    void overtaken() {
        overtaken = true;
        overtakings++;
        if (overtakings == OrderCommands.ATTEMPTS) {
            throw new LogUnavailableException(
                    "Nothing was appended: order " + id + " is being changed by too many at once.", null);
        }
    }

    /** The order was purged: all of its changes are refused. */
    void purged(Problem problem) {
        gone = problem;
        overtaken = false;
    }

    /** Whether what was decided was decided on an order without any change. */
    boolean isFirst() {
        return version() == 0;
    }

    /** Fills in the outcomes of what was decided, which holds now. */
    void settle(Provenance provenance, Map<Integer, Recording> replays, Recording[] outcomes) {
        if (gone != null) {
            for (Waiting change : waiting) {
                outcomes[change.index()] = new Recording.Refused(gone);
            }
            waiting = List.of();
            return;
        }
        int next = 0;
        for (Decided one : decided) {
            outcomes[one.index()] = switch (one.decision()) {
                case Decision.Accepted accepted -> {
                    Appended place = appended.get(next++);
                    var change = new Change(accepted.version(), accepted.event(), place.recordedAt());
                    yield new Recording.Recorded(
                            StatusChange.of(id.value(), change, place.position(), provenance), false);
                }
                case Decision.Repeated repeated -> Objects.requireNonNull(replays.get(one.index()));
                case Decision.Refused refused -> new Recording.Refused(RefusalProblem.of(id, refused.refusal()));
            };
        }
        waiting = waiting.subList(decided.size(), waiting.size());
    }
}
