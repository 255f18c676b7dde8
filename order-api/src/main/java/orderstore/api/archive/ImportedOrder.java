package orderstore.api.archive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import orderstore.eventlog.StoredEvent;
import orderstore.eventlog.archive.StreamHash;
import orderstore.order.Change;
import orderstore.order.ChangeId;
import orderstore.order.Claim;
import orderstore.order.Order;
import orderstore.order.OrderEvent;
import orderstore.order.OrderId;
import orderstore.order.OrderSummary;
import orderstore.order.model.StatusModel;
import orderstore.order.wire.OrderEventJson;
import orderstore.order.wire.OrderSummaryJson;
import org.jspecify.annotations.Nullable;

/** An order as the lines of an archive tell it, from its first change to its last. */
final class ImportedOrder {

    /** No store is older, and each month of the log has a table of its own. */
    private static final Instant OLDEST = Instant.parse("2000-01-01T00:00:00Z");

    private final List<ImportedChange> changes = new ArrayList<>();
    private final Set<ChangeId> ids = new HashSet<>();
    private final StreamHash hash = new StreamHash();
    private Order order = Order.NONE;
    private @Nullable OrderSummary summary;

    /** The successive lines of each order. */
    static List<ImportedOrder> of(List<ImportedChange> changes) {
        var orders = new ArrayList<ImportedOrder>();
        for (ImportedChange change : changes) {
            if (orders.isEmpty() || !orders.getLast().isFollowedBy(change)) {
                orders.add(new ImportedOrder());
            }
            orders.getLast().changes.add(change);
        }
        return orders;
    }

    private boolean isFollowedBy(ImportedChange change) {
        return id().equals(change.event().stream()) && changes.getLast().hash() == null;
    }

    String id() {
        return changes.getFirst().event().stream();
    }

    List<StoredEvent> events() {
        return changes.stream().map(ImportedChange::event).toList();
    }

    /** The order's state after its last change, as it is kept beside it. */
    String state() {
        return OrderSummaryJson.write(Objects.requireNonNull(summary));
    }

    /** Why these are not all changes of an order as some store had them; null if they are. */
    @Nullable
    String flaw(StatusModel model, Instant now) {
        try {
            new OrderId(id());
            for (ImportedChange change : changes) {
                String flaw = take(change.event(), model, now);
                if (flaw != null) {
                    return flaw;
                }
            }
        } catch (IllegalArgumentException | NullPointerException e) {
            return "it cannot be read: " + e.getMessage();
        }
        String told = changes.getLast().hash();
        if (told == null) {
            return "its last line is missing, which has the hash of the order, or it is too large to be taken as a whole";
        }
        return told.equals(hash.hex())
                ? null
                : "its lines are not those that were archived: they give the hash " + hash.hex()
                        + ", and the last says " + told;
    }

    private @Nullable String take(StoredEvent event, StatusModel model, Instant now) {
        OrderEvent fact = OrderEventJson.read(event.type(), event.payload());
        Claim claim = fact.claim();
        int expected = order.version() + 1;
        if (event.version() != expected) {
            return "version " + event.version() + " comes where version " + expected + " must be";
        }
        if (event.version() > Order.MAX_CHANGES) {
            return "it has more than " + Order.MAX_CHANGES + " changes";
        }
        if (event.recordedAt().isBefore(order.recordedAt())
                || event.recordedAt().isBefore(OLDEST)) {
            return "version " + event.version() + " was recorded at " + event.recordedAt()
                    + ", before the one before it or before the year 2000";
        }
        if (event.recordedAt().isAfter(now)) {
            return "version " + event.version() + " was recorded at " + event.recordedAt() + ", and it is now " + now;
        }
        if (!Objects.equals(fact.previous(), order.status())) {
            return "before version " + event.version() + " its status was " + order.status() + ", not "
                    + fact.previous();
        }
        if (model.definition(claim.status()) == null) {
            return "the status model of this store does not have its status " + claim.status();
        }
        if (claim.corrects() != null && !ids.contains(claim.corrects())) {
            return "it has no change " + claim.corrects() + " that version " + event.version() + " could correct";
        }
        if (!ids.add(claim.changeId())) {
            return "it has two changes " + claim.changeId();
        }
        summary = OrderSummary.after(order, fact);
        order = order.evolve(new Change(event.version(), fact, event.recordedAt()));
        hash.add(event);
        return null;
    }
}
