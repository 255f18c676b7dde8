package orderstore.api.order;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.StoredEvent;
import orderstore.order.Claim;
import orderstore.order.Decision;
import orderstore.order.OrderId;
import orderstore.order.wire.OrderEventJson;
import org.springframework.stereotype.Component;

/** Compares changes whose ids were used before with what is stored under those ids. */
@Component
class RepeatedChanges {

    private final LogReader log;

    RepeatedChanges(LogReader log) {
        this.log = log;
    }

    private record Place(String order, int version) {}

    /**
     * The outcome of each repeated change by its place in the batch, by one query for all of them. Those of orders that
     * have been purged meanwhile are absent.
     */
    Map<Integer, Recording> recordings(List<OrderTurn> turns) {
        var wanted = new HashMap<Integer, Place>();
        for (OrderTurn turn : turns) {
            for (OrderTurn.Decided one : turn.repeated()) {
                wanted.put(one.index(), new Place(turn.id().value(), ((Decision.Repeated) one.decision()).version()));
            }
        }
        var recordings = new HashMap<Integer, Recording>();
        if (!wanted.isEmpty()) {
            Map<Place, StoredEvent> stored =
                    read(wanted.values().stream().distinct().toList());
            for (OrderTurn turn : turns) {
                for (OrderTurn.Decided one : turn.repeated()) {
                    StoredEvent event = stored.get(Objects.requireNonNull(wanted.get(one.index())));
                    if (event != null) {
                        recordings.put(one.index(), compare(turn.id(), event, one.claim()));
                    }
                }
            }
        }
        return recordings;
    }

    private Map<Place, StoredEvent> read(List<Place> places) {
        var events = new HashMap<Place, StoredEvent>();
        List<StoredEvent> stored = log.events(
                places.stream().map(Place::order).toList(),
                places.stream().map(Place::version).toList());
        stored.forEach(event -> events.put(new Place(event.stream(), event.version()), event));
        return events;
    }

    /** The same content is a replay of the stored change, other content is refused. */
    static Recording compare(OrderId orderId, StoredEvent stored, Claim sent) {
        List<Claim.Difference> differences =
                OrderEventJson.read(stored.type(), stored.payload()).claim().differences(sent);
        return differences.isEmpty()
                ? new Recording.Recorded(StatusChange.of(stored), true)
                : new Recording.Refused(RefusalProblem.reused(orderId, differences));
    }
}
