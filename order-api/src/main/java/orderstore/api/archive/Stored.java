package orderstore.api.archive;

import java.time.Instant;
import java.util.Locale;
import orderstore.api.order.StatusChange;
import orderstore.eventlog.StoredEvent;
import orderstore.order.ChangeId;
import orderstore.order.Claim;
import orderstore.order.Effect;
import orderstore.order.Kind;
import orderstore.order.OrderEvent;
import orderstore.order.OrderEvent.ReportConflicted;
import orderstore.order.OrderEvent.ReportSuperseded;
import orderstore.order.OrderEvent.StatusChanged;
import orderstore.order.OrderEvent.StatusCorrected;
import orderstore.order.model.Status;
import orderstore.order.wire.OrderEventJson;
import orderstore.order.wire.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * The event as which a change was stored, made again from the change as it is shown. That tells all but one thing: a
 * change that happened when it was recorded may have been told so, or told without a time. It is taken to be the
 * latter, which it nearly always is; who needs the very same event compares.
 */
final class Stored {

    private Stored() {}

    /** That event; an IllegalArgumentException says that none is shown so. */
    static StoredEvent event(StatusChange change) {
        OrderEvent fact = fact(change);
        return new StoredEvent(
                change.position(),
                change.recordedAt(),
                change.orderId(),
                change.version(),
                OrderEventJson.typeToday(fact.getClass()),
                OrderEventJson.write(fact),
                new Provenance(change.actor(), change.traceId()).write());
    }

    private static OrderEvent fact(StatusChange change) {
        Kind kind = Kind.valueOf(change.kind().toUpperCase(Locale.ROOT));
        Effect effect = Effect.valueOf(change.effect().toUpperCase(Locale.ROOT));
        if ((effect != Effect.APPLIED && kind != Kind.REPORT)
                || (kind == Kind.CORRECTION) != (change.corrects() != null)) {
            throw new IllegalArgumentException("There is no " + change.kind() + " of effect " + change.effect()
                    + " that corrects " + (change.corrects() == null ? "nothing" : change.corrects()) + ".");
        }
        Instant told = change.occurredAt().equals(change.recordedAt()) ? null : change.occurredAt();
        var claim = new Claim(
                new ChangeId(change.changeId()),
                kind,
                new Status(change.status()),
                told,
                change.source(),
                change.reason(),
                change.attributes(),
                change.corrects() == null ? null : new ChangeId(change.corrects()));
        Status previous = previous(change.previousStatus());
        return switch (effect) {
            case APPLIED ->
                kind == Kind.CORRECTION ? new StatusCorrected(claim, previous) : new StatusChanged(claim, previous);
            case SUPERSEDED -> new ReportSuperseded(claim, previous);
            case CONFLICTING -> new ReportConflicted(claim, previous);
        };
    }

    private static @Nullable Status previous(@Nullable String name) {
        return name == null ? null : new Status(name);
    }
}
