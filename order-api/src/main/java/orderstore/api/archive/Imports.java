package orderstore.api.archive;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import orderstore.api.order.PurgedOrders;
import orderstore.api.order.Recording;
import orderstore.api.order.StatusChange;
import orderstore.api.problem.Problem;
import orderstore.api.security.MissingRole;
import orderstore.api.security.Role;
import orderstore.eventlog.LogImport;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.StoredEvent;
import orderstore.order.model.StatusModel;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Takes orders into a store that has none but such: with the versions, times and actors that they had elsewhere. Each
 * goes in whole or not at all.
 */
@Component
public class Imports {

    private final LogImport log;
    private final LogReader reader;
    private final PurgedOrders purged;
    private final StatusModel model;
    private final InstantSource clock;

    Imports(LogImport log, LogReader reader, PurgedOrders purged, StatusModel model, InstantSource clock) {
        this.log = log;
        this.reader = reader;
        this.purged = purged;
        this.model = model;
        this.clock = clock;
    }

    /** What is stored under an order's id and a version. */
    private record Place(String order, int version) {}

    /**
     * What becomes of each change, in their order; those of an order stand one after the other. What was imported before
     * is a replay.
     *
     * @throws orderstore.eventlog.LogUnavailableException if the log could not take them; none was taken
     */
    public List<Recording> record(List<ImportedChange> changes, Authentication caller) {
        if (!Role.OPERATOR.isHeldBy(caller)) {
            Problem problem = MissingRole.problem(caller, Role.OPERATOR);
            return changes.stream()
                    .map(change -> (Recording) new Recording.Refused(problem))
                    .toList();
        }
        List<ImportedOrder> orders = ImportedOrder.of(changes);
        var outcomes = new HashMap<ImportedOrder, Outcome>();
        refuseFlawed(orders, outcomes);
        replay(orders, outcomes);
        append(orders, outcomes);
        var recordings = new ArrayList<Recording>(changes.size());
        for (ImportedOrder order : orders) {
            for (StoredEvent event : order.events()) {
                recordings.add(recording(event, outcomes.get(order)));
            }
        }
        return recordings;
    }

    /** What became of all changes of an order; they were appended if there is no problem and they are no replay. */
    private record Outcome(@Nullable Problem problem, boolean replayed) {}

    private static Recording recording(StoredEvent event, @Nullable Outcome outcome) {
        if (outcome == null) {
            throw new IllegalStateException("Nothing became of order " + event.stream() + ".");
        }
        return outcome.problem() == null
                ? new Recording.Recorded(StatusChange.of(event), outcome.replayed())
                : new Recording.Refused(outcome.problem());
    }

    private void refuseFlawed(List<ImportedOrder> orders, Map<ImportedOrder, Outcome> outcomes) {
        for (ImportedOrder order : orders) {
            String flaw = order.flaw(model, clock.instant());
            if (flaw != null) {
                var problem = new Problem(
                        "import-refused",
                        "This is not an order as a store had it",
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "Order " + order.id() + " was not imported: " + flaw
                                + ". Send the lines of a sound archive, each order from its first change to its last.",
                        Map.of("orderId", order.id()));
                outcomes.put(order, new Outcome(problem, false));
            }
        }
    }

    private void replay(List<ImportedOrder> orders, Map<ImportedOrder, Outcome> outcomes) {
        List<ImportedOrder> sound =
                orders.stream().filter(order -> !outcomes.containsKey(order)).toList();
        var there = reader.heads(sound.stream().map(ImportedOrder::id).toList()).keySet();
        List<ImportedOrder> known =
                sound.stream().filter(order -> there.contains(order.id())).toList();
        if (known.isEmpty()) {
            return;
        }
        List<StoredEvent> wanted =
                known.stream().flatMap(order -> order.events().stream()).toList();
        Map<Place, StoredEvent> stored = reader
                .events(
                        wanted.stream().map(StoredEvent::stream).toList(),
                        wanted.stream().map(StoredEvent::version).toList())
                .stream()
                .collect(Collectors.toMap(event -> new Place(event.stream(), event.version()), event -> event));
        for (ImportedOrder order : known) {
            boolean same = order.events().stream()
                    .allMatch(event -> isSame(event, stored.get(new Place(event.stream(), event.version()))));
            outcomes.put(order, same ? new Outcome(null, true) : new Outcome(exists(order), false));
        }
    }

    /** But for the position, which each store gives. */
    private static boolean isSame(StoredEvent imported, @Nullable StoredEvent stored) {
        return stored != null
                && imported.recordedAt().equals(stored.recordedAt())
                && imported.type().equals(stored.type())
                && imported.payload().equals(stored.payload())
                && imported.metadata().equals(stored.metadata());
    }

    private void append(List<ImportedOrder> orders, Map<ImportedOrder, Outcome> outcomes) {
        List<ImportedOrder> fresh =
                orders.stream().filter(order -> !outcomes.containsKey(order)).toList();
        var byId = new LinkedHashMap<String, ImportedOrder>();
        fresh.forEach(order -> byId.putIfAbsent(order.id(), order));
        List<ImportedOrder> first = List.copyOf(byId.values());
        if (first.isEmpty()) {
            return;
        }
        boolean taken = log.append(
                first.stream().map(ImportedOrder::events).toList(),
                first.stream().map(ImportedOrder::state).toList());
        for (ImportedOrder order : first) {
            outcomes.put(
                    order, new Outcome(taken ? null : purged.problem(order.id()).orElseGet(Imports::notEmpty), false));
        }
        replay(orders, outcomes); // An order that came twice.
    }

    private static Problem exists(ImportedOrder order) {
        return new Problem(
                "order-exists",
                "The order is there with other changes",
                HttpStatus.CONFLICT,
                "Order " + order.id() + " is in this store, but not with the changes that were sent.",
                Map.of("orderId", order.id()));
    }

    private static Problem notEmpty() {
        return new Problem(
                "store-not-empty",
                "The store has changes of its own",
                HttpStatus.CONFLICT,
                "Archives are imported into a store in which nothing but imports was ever appended, and this one has"
                        + " changes of its own. Import into an empty database.");
    }
}
