package orderstore.api.order;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import orderstore.api.audit.AuditLog;
import orderstore.api.audit.RequestSummary;
import orderstore.api.json.JsonObject;
import orderstore.api.operations.OperationKind;
import orderstore.api.operations.Outcome;
import orderstore.api.operations.QueuedChange;
import orderstore.api.operations.Task;
import orderstore.api.operations.Work;
import orderstore.api.problem.Problem;
import orderstore.api.problem.ProblemAnswers;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.StoredEvent;
import orderstore.order.ChangeId;
import orderstore.order.Claim;
import orderstore.order.Expectation;
import orderstore.order.Kind;
import orderstore.order.OrderId;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Appends changes that were asked for earlier. That one is tried twice does no harm: it is the same change, and the
 * second time it is found. What is kept of it is where it stands; it is read from the log when somebody asks.
 */
@Component
class QueuedChanges implements Work {

    private final OrderCommands commands;
    private final Corrections corrections;
    private final PurgedOrders purged;
    private final LogReader log;
    private final AuditLog audit;
    private final InstantSource clock;
    private final JsonMapper json;

    QueuedChanges(
            OrderCommands commands,
            Corrections corrections,
            PurgedOrders purged,
            LogReader log,
            AuditLog audit,
            InstantSource clock,
            JsonMapper json) {
        this.commands = commands;
        this.corrections = corrections;
        this.purged = purged;
        this.log = log;
        this.audit = audit;
        this.clock = clock;
        this.json = json;
    }

    /** Where an appended change stands, and whether it did before it was asked for here. */
    record Place(int version, boolean replayed) {}

    /** What came of a change that was appended. */
    record Appended(boolean replayed, StatusChange change) {}

    @Override
    public OperationKind kind() {
        return OperationKind.CHANGE;
    }

    @Override
    public Outcome run(Task task) {
        QueuedChange change = Objects.requireNonNull(task.change());
        OrderId orderId = new OrderId(change.orderId());
        JsonObject document = JsonObject.parse(change.request());
        Claim claim = ChangeRequest.read(document, new ChangeId(change.changeId()), clock.instant());
        if (claim == null) {
            return new Outcome.Refused(Problem.invalidRequest(document.errors())); // It was valid once.
        }
        Expectation expectation = WrittenExpectation.read(change.expected());
        return claim.kind() == Kind.CORRECTION
                ? audited(task, orderId, claim, expectation)
                : outcome(task, record(task, orderId, claim, expectation));
    }

    private Recording record(Task task, OrderId orderId, Claim claim, Expectation expectation) {
        return commands.record(orderId, claim, expectation, Caller.of(task.origin()));
    }

    /**
     * A change that an attempt before has appended did not stand there when it was asked for. Both times are the
     * database's.
     */
    private Outcome outcome(Task task, Recording recording) {
        return switch (recording) {
            case Recording.Recorded recorded -> {
                boolean before =
                        recorded.replayed() && recorded.change().recordedAt().isBefore(task.acceptedAt());
                yield new Outcome.Done(
                        json.writeValueAsString(new Place(recorded.change().version(), before)));
            }
            case Recording.Refused refused -> new Outcome.Refused(refused.problem());
        };
    }

    /** That it was asked for is written down already; this is that it was done. */
    private Outcome audited(Task task, OrderId orderId, Claim claim, Expectation expectation) {
        Map<String, String> summary = new TreeMap<>(AppendController.summary(claim));
        summary.put("operation", task.id().toString());
        long entry = audit.begin(new AuditLog.Action(
                task.origin().actor(),
                HttpMethod.PUT.name(),
                "/v1/orders/" + orderId + "/status-changes/" + claim.changeId(),
                null,
                RequestSummary.of(summary),
                task.origin().traceId()));
        try {
            Recording recording = record(task, orderId, claim, expectation);
            switch (recording) {
                case Recording.Recorded recorded ->
                    audit.end(entry, (recorded.replayed() ? HttpStatus.OK : HttpStatus.CREATED).value(), null);
                case Recording.Refused refused ->
                    audit.end(
                            entry,
                            refused.problem().status().value(),
                            refused.problem().name());
            }
            return outcome(task, recording);
        } catch (RuntimeException e) {
            Problem problem = ProblemAnswers.told(e, task.origin().traceId());
            audit.end(entry, problem.status().value(), problem.name());
            throw e;
        }
    }

    @Override
    public Shown show(UUID id, @Nullable String orderId, String progress) {
        String order = Objects.requireNonNull(orderId);
        Place place = json.readValue(progress, Place.class);
        List<StoredEvent> found = log.events(List.of(order), List.of(place.version()));
        if (found.isEmpty()) {
            return new Shown(null, purged.problem(order).orElseThrow());
        }
        StatusChange change =
                corrections.shown(List.of(StatusChange.of(found.getFirst()))).getFirst();
        return new Shown(new Appended(place.replayed(), change), null);
    }
}
